package io.nfcs.grid.jcache;

import java.util.List;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The effect of one operation on one key, while the key is locked.
 *
 * <p><b>Threads.</b> One, which has the key's lock from before this is made until after its last
 * use; events for synchronous listeners are collected and told when the lock is released.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Change<K, V> {
  private final Contents<K, V> contents;
  private final Expiry expiry;
  private final Events<K, V> events;
  private final Statistics statistics;
  private final List<CacheEntryEvent<K, V>> told;
  private final K key;
  private final byte[] keyBytes;
  private final long nowMillis;
  private Contents<K, V>.@Nullable Stored stored;

  /**
   * Begins with the stored entry; an expired one is removed.
   *
   * @param told receiver of the events that are due when the lock is released
   */
  Change(
      Contents<K, V> contents,
      Expiry expiry,
      Events<K, V> events,
      Statistics statistics,
      List<CacheEntryEvent<K, V>> told,
      K key,
      byte[] keyBytes,
      long nowMillis) {
    this.contents = contents;
    this.expiry = expiry;
    this.events = events;
    this.statistics = statistics;
    this.told = told;
    this.key = key;
    this.keyBytes = keyBytes;
    this.nowMillis = nowMillis;
    stored = contents.get(keyBytes);
    if (stored != null && stored.isExpired(nowMillis)) {
      contents.remove(keyBytes);
      if (events.hasListeners()) {
        V value = stored.value();
        tell(EventType.EXPIRED, value, value);
      }
      stored = null;
    }
  }

  K key() {
    return key;
  }

  byte[] keyBytes() {
    return keyBytes;
  }

  boolean exists() {
    return stored != null;
  }

  /** Returns the value, without counting a look-up. */
  @Nullable V peek() {
    return stored == null ? null : stored.value();
  }

  /**
   * Returns the value as a look-up does: it is counted, and its time is extended if the policy says
   * so.
   */
  @Nullable V get() {
    V value = peek();
    if (value == null) {
      statistics.miss();
    } else {
      statistics.hit();
      access();
    }
    return value;
  }

  /** Extends the time as after an access. */
  void access() {
    if (stored != null) {
      extend(expiry.ofAccessed(nowMillis));
    }
  }

  /** Gives the entry another time, unless the time is unchanged. */
  void extend(long expiresMillis) {
    if (stored != null && expiresMillis != Expiry.UNCHANGED) {
      contents.extend(keyBytes, stored, expiresMillis, nowMillis);
    }
  }

  /** Stores a value in place of the present one. */
  void put(V value) {
    if (load(value)) {
      statistics.put();
    }
  }

  /** Loads the value without counting it; returns whether there is one now. */
  boolean load(V value) {
    Contents<K, V>.Stored before = stored;
    long expires;
    if (before == null) {
      expires = expiry.ofCreated(nowMillis);
      if (expires <= nowMillis) {
        return false;
      }
      contents.put(keyBytes, value, expires, nowMillis);
      tell(EventType.CREATED, value, null);
    } else {
      expires = expiry.ofUpdated(nowMillis);
      contents.put(
          keyBytes,
          value,
          expires == Expiry.UNCHANGED ? before.expiresMillis() : expires,
          nowMillis);
      tell(EventType.UPDATED, value, events.hasListeners() ? before.value() : null);
    }
    return true;
  }

  /** Removes the value, and returns whether there was one. */
  boolean remove() {
    if (stored == null) {
      return false;
    }
    contents.remove(keyBytes);
    statistics.removal();
    if (events.hasListeners()) {
      V value = stored.value();
      tell(EventType.REMOVED, value, value);
    }
    stored = null;
    return true;
  }

  private void tell(EventType type, V value, @Nullable V old) {
    if (events.hasListeners()) {
      CacheEntryEvent<K, V> event = events.event(type, key, value, old);
      events.tellLater(event);
      told.add(event);
    }
  }
}
