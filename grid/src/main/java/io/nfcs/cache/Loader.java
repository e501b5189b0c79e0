package io.nfcs.cache;

import org.jspecify.annotations.Nullable;

/**
 * Source of values that no tier has.
 *
 * <p>It may ask caches for other keys. One that asks for the key it is to load, even through other
 * loaders on other threads, receives an {@link IllegalStateException} that names the keys.
 *
 * <p><b>Threads.</b> Any; for one key one at a time.
 *
 * @param <K> the key
 * @param <V> the value
 */
@FunctionalInterface
public interface Loader<K, V> {
  /**
   * Returns the value of a key, or {@code null} if there is none; that is remembered as well, for
   * the time of negative entries.
   *
   * @throws Exception for any reason; nothing is remembered then, and the caller receives a failure
   */
  @Nullable V load(K key) throws Exception;
}
