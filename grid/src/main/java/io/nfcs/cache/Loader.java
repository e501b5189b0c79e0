package io.nfcs.cache;

import org.jspecify.annotations.Nullable;

/**
 * Source of values that no tier has.
 *
 * <p>It may ask caches for other keys. One that asks for the key it is to load, even through other
 * loaders on other threads, receives an {@link IllegalStateException} that names the keys.
 *
 * <p><b>Threads.</b> Any: the thread of the look-up, also a {@link TickThread}, whose tick then
 * waits for it, or one in the background. For one key one at a time in all processes that share a
 * tier; except that a load which an invalidation has overtaken, one on a tick, one whose claim has
 * lapsed ({@code cache.claim_millis}) and the repetition by an audit may run beside it. The end of
 * a cache waits for none, and the end of its grid interrupts those in the background.
 *
 * @param <K> the key
 * @param <V> the value
 */
@FunctionalInterface
public interface Loader<K, V> {
  /**
   * Returns the value of a key, or {@code null} if there is none; that is remembered as well, for
   * the time of negative entries. The value is encoded before this thread returns, and not kept.
   *
   * @throws Exception for any reason; nothing is remembered then, and the caller receives a failure
   * @throws InterruptedException if its thread was interrupted: others that wait for the key then
   *     load it themselves
   */
  @Nullable V load(K key) throws Exception;
}
