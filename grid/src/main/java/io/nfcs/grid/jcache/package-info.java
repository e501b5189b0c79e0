/**
 * JCache (JSR 107) over the tiers: {@code Caching.getCachingProvider()} finds the provider.
 *
 * <p>Caches of several processes on one shared tier see each other's entries; what JCache calls
 * atomic is so within a process.
 */
@NullMarked
package io.nfcs.grid.jcache;

import org.jspecify.annotations.NullMarked;
