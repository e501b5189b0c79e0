package io.nfcs.grid.jcache;

import io.nfcs.cache.TieredCache;
import io.nfcs.grid.jcache.SerialCodecs.Kept;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The content of a cache: serialised keys and values in the tiers, each value after the time at
 * which it expires.
 *
 * <p>Tiers keep an entry a little longer than that, so that the first look-up after its time
 * reports its expiry.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Contents<K, V> implements AutoCloseable {
  /** Never, as a time. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long KEPT_MILLIS = TimeUnit.SECONDS.toMillis(10);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final TieredCache<byte[], Kept> tiers;
  private final Serializer serializer;

  Contents(TieredCache<byte[], Kept> tiers, Serializer serializer) {
    this.tiers = tiers;
    this.serializer = serializer;
  }

  byte[] keyBytes(Object key) {
    return serializer.bytes(key);
  }

  @SuppressWarnings("unchecked") // only keys of the cache's are put
  K key(byte[] keyBytes) {
    return (K) serializer.value(keyBytes, 0);
  }

  /** Returns the entry of a key, expired or not. */
  @Nullable Stored get(byte[] keyBytes) {
    Kept kept = tiers.get(keyBytes);
    return kept == null ? null : new Stored(kept);
  }

  void put(byte[] keyBytes, V value, long expiresMillis, long nowMillis) {
    byte[] serialised = serializer.bytes(value);
    byte[] bytes =
        ByteBuffer.allocate(SerialCodecs.HEADER_BYTES + serialised.length)
            .putLong(expiresMillis)
            .put(serialised)
            .array();
    put(keyBytes, bytes, expiresMillis, nowMillis);
  }

  /** Stores an entry again, with another time. */
  void extend(byte[] keyBytes, Stored stored, long expiresMillis, long nowMillis) {
    byte[] bytes = stored.kept.bytes().clone();
    ByteBuffer.wrap(bytes).putLong(expiresMillis);
    put(keyBytes, bytes, expiresMillis, nowMillis);
  }

  void remove(byte[] keyBytes) {
    tiers.invalidate(keyBytes);
  }

  List<byte[]> keys() {
    return tiers.keys();
  }

  void clear() {
    tiers.clear();
  }

  @Override
  public void close() {
    tiers.close();
  }

  private void put(byte[] keyBytes, byte[] bytes, long expiresMillis, long nowMillis) {
    Duration live =
        expiresMillis == NEVER
            ? FOR_EVER
            : Duration.ofMillis(Math.max(0, expiresMillis - nowMillis)).plusMillis(KEPT_MILLIS);
    tiers.put(keyBytes, new Kept(bytes, null), live, List.of());
  }

  /** An entry as it is kept. */
  final class Stored {
    private final Kept kept;

    private Stored(Kept kept) {
      this.kept = kept;
    }

    boolean isExpired(long nowMillis) {
      return kept.expiresMillis() <= nowMillis;
    }

    long expiresMillis() {
      return kept.expiresMillis();
    }

    /** Returns an object of the caller's own. */
    @SuppressWarnings("unchecked") // only values of the cache's are put
    V value() {
      return (V) kept.take(serializer);
    }
  }
}
