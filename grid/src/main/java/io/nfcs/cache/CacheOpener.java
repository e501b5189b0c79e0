package io.nfcs.cache;

/**
 * Factory of caches.
 *
 * <p><b>Threads.</b> Any.
 */
@FunctionalInterface
public interface CacheOpener {
  /**
   * Opens a cache; the caller closes it, or the opener does at its end.
   *
   * @throws IllegalStateException if one of the name is open, or the opener is closed
   */
  <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec);
}
