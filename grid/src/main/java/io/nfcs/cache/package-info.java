/**
 * The cache as its callers see it: {@link io.nfcs.cache.TieredCache}, its answers, leases and
 * statistics.
 *
 * <p>A contract package; no library.
 */
@NullMarked
package io.nfcs.cache;

import org.jspecify.annotations.NullMarked;
