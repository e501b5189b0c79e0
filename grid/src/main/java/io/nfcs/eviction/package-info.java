/**
 * Eviction: the choice of the entry that leaves a full tier next.
 *
 * <p>A contract package; no library. One thread at a time: the tier holds its lock.
 */
@NullMarked
package io.nfcs.eviction;

import org.jspecify.annotations.NullMarked;
