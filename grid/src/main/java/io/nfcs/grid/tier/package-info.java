/**
 * The walk down the tiers: one look-up, one load per key, one time to live, one step to invalidate.
 *
 * <p>Knows the near tier, and all others by the contracts of {@code cache}. The only place of the
 * grid that imports Zstandard. Any thread.
 */
@NullMarked
package io.nfcs.grid.tier;

import org.jspecify.annotations.NullMarked;
