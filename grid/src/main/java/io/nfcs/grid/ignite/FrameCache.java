package io.nfcs.grid.ignite;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.EntryTimes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a tier in an Ignite cache.
 *
 * <p><b>Threads.</b> Any.
 *
 * @param cache has the 128 bits of a key as a {@link UUID}, which clients of any language know
 */
record FrameCache(IgniteCache<UUID, byte[]> cache) {
  byte @Nullable [] find(CacheKey key) {
    return cache.get(uuid(key));
  }

  List<byte @Nullable []> findAll(List<CacheKey> keys) {
    Set<UUID> ids = new LinkedHashSet<>();
    keys.forEach(key -> ids.add(uuid(key)));
    Map<UUID, byte[]> found = cache.getAll(ids);
    List<byte @Nullable []> frames = new ArrayList<>(keys.size());
    ids.forEach(id -> frames.add(found.get(id)));
    return frames;
  }

  void store(CacheKey key, byte[] frame, long liveMillis) {
    living(cache, liveMillis).put(uuid(key), frame);
  }

  boolean remove(CacheKey key) {
    return cache.remove(uuid(key));
  }

  void clear() {
    cache.clear();
  }

  void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    try (QueryCursor<Cache.Entry<UUID, byte[]>> entries = cache.query(new ScanQuery<>())) {
      for (Cache.Entry<UUID, byte[]> entry : entries) {
        UUID id = entry.getKey();
        visitor.accept(
            new CacheKey(id.getMostSignificantBits(), id.getLeastSignificantBits()),
            entry.getValue());
      }
    }
  }

  /** The cache as one whose new entries live so long, or for {@link EntryTimes#NEVER} for ever. */
  static <K, V> IgniteCache<K, V> living(IgniteCache<K, V> cache, long millis) {
    return millis == EntryTimes.NEVER
        ? cache
        : cache.withExpiryPolicy(
            new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, millis)));
  }

  private static UUID uuid(CacheKey key) {
    return new UUID(key.high(), key.low());
  }
}
