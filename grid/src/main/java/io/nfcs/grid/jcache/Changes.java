package io.nfcs.grid.jcache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheWriterException;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a cache: a key is locked, changed and released, and then listeners are notified.
 *
 * <p><b>Threads.</b> Any; see {@link KeyLocks}.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Changes<K, V> {
  private final Contents<K, V> contents;
  private final Expiry expiry;
  private final Events<K, V> events;
  private final Statistics statistics;
  private final External<K, V> external;
  private final KeyLocks<K> locks;
  private final EpochClock clock;

  /** Creates the changes of a cache. */
  Changes(
      Contents<K, V> contents,
      Expiry expiry,
      Events<K, V> events,
      Statistics statistics,
      External<K, V> external,
      KeyLocks<K> locks,
      EpochClock clock) {
    this.contents = contents;
    this.expiry = expiry;
    this.events = events;
    this.statistics = statistics;
    this.external = external;
    this.locks = locks;
    this.clock = clock;
  }

  /** Changes a key. */
  <T extends @Nullable Object> T one(K key, Function<Change<K, V>, T> work) {
    byte[] keyBytes = contents.keyBytes(key);
    List<CacheEntryEvent<K, V>> told = new ArrayList<>(1);
    T result = locks.locked(key, keyBytes, () -> work.apply(begin(key, keyBytes, told)));
    events.tell(told);
    return result;
  }

  /** Changes keys one after the other, with one of them locked at a time. */
  void each(Collection<K> keys, Consumer<Change<K, V>> work) {
    List<CacheEntryEvent<K, V>> told = new ArrayList<>();
    keyBytes(keys)
        .forEach((key, keyBytes) ->
            locks.locked(
                key,
                keyBytes,
                () -> {
                  work.accept(begin(key, keyBytes, told));
                  return true;
                }));
    events.tell(told);
  }

  /**
   * Changes several keys while all of them are locked.
   *
   * @param first first step, which may remove keys, and returns the exception to be thrown in the
   *     end
   */
  void together(
      Collection<K> keys,
      Supplier<@Nullable CacheWriterException> first,
      Consumer<Change<K, V>> work) {
    Map<K, byte[]> keyBytes = keyBytes(keys);
    List<CacheEntryEvent<K, V>> told = new ArrayList<>();
    CacheWriterException failure =
        locks.locked(
            keyBytes,
            () -> {
              CacheWriterException failed = first.get();
              for (K key : keys) {
                work.accept(begin(key, Objects.requireNonNull(keyBytes.get(key)), told));
              }
              return failed;
            });
    events.tell(told);
    if (failure != null) {
      throw failure;
    }
  }

  /** Returns the value of a key from the loader, if the cache reads through. */
  @Nullable V load(Change<K, V> change) {
    return locks.<@Nullable V>loading(change.keyBytes(), () -> external.load(change.key()));
  }

  /** Returns the bytes of all keys before anything is changed, for one may be refused. */
  private Map<K, byte[]> keyBytes(Collection<K> keys) {
    Map<K, byte[]> keyBytes = new LinkedHashMap<>();
    keys.forEach(key -> keyBytes.put(key, contents.keyBytes(key)));
    return keyBytes;
  }

  private Change<K, V> begin(K key, byte[] keyBytes, List<CacheEntryEvent<K, V>> told) {
    return new Change<>(contents, expiry, events, statistics, told, key, keyBytes, clock.time());
  }
}
