package io.nfcs.grid.ignite;

import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
record FrameCache(CacheAccess<UUID, byte[]> cache) {
  /** Entries that one call of a scan brings. */
  private static final int SCANNED = 256;

  byte @Nullable [] find(CacheKey key) {
    UUID id = uuid(key);
    return cache.call(opened -> opened.get(id));
  }

  List<byte @Nullable []> findAll(List<CacheKey> keys) {
    Set<UUID> ids = new LinkedHashSet<>();
    keys.forEach(key -> ids.add(uuid(key)));
    Map<UUID, byte[]> found = cache.call(opened -> opened.getAll(ids));
    List<byte @Nullable []> frames = new ArrayList<>(keys.size());
    ids.forEach(id -> frames.add(found.get(id)));
    return frames;
  }

  void store(CacheKey key, byte[] frame, long liveMillis) {
    UUID id = uuid(key);
    cache.call(opened -> {
      living(opened, liveMillis).put(id, frame);
      return id;
    });
  }

  boolean remove(CacheKey key) {
    UUID id = uuid(key);
    return cache.call(opened -> opened.remove(id));
  }

  void clear() {
    cache.call(opened -> {
      opened.clear();
      return opened;
    });
  }

  /** Returns the number of entries, if it is known soon. */
  long count() {
    return cache.callWithin(IgniteNode.GLANCE_NANOS, IgniteCache::sizeLong);
  }

  void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    QueryCursor<Cache.Entry<UUID, byte[]>> cursor =
        cache.call(opened -> opened.query(new ScanQuery<UUID, byte[]>()));
    try {
      Iterator<Cache.Entry<UUID, byte[]>> entries = cache.call(_ -> cursor.iterator());
      for (var some = next(entries); !some.isEmpty(); some = next(entries)) {
        for (Cache.Entry<UUID, byte[]> entry : some) {
          visitor.accept(key(entry.getKey()), entry.getValue());
        }
      }
    } finally {
      cursor.close();
    }
  }

  /**
   * Visits a projection of all entries of a cache in this process, by several threads, a few
   * partitions at a time and many entries at once.
   *
   * @param partitions number of partitions of the cache
   */
  <T> void forAll(
      int partitions, BiFunction<CacheKey, byte[], T> reader, Consumer<List<T>> visitor) {
    for (int first = 0; first < partitions; first += PartitionScan.AT_ONCE) {
      int end = Math.min(first + PartitionScan.AT_ONCE, partitions);
      List<PartitionScan<T>> scans =
          IntStream.range(first, end)
              .mapToObj(partition -> new PartitionScan<>(partition, reader, visitor))
              .toList();
      try {
        for (var left = scans; !left.isEmpty(); ) {
          cache.callAll(left);
          left = left.stream().filter(scan -> !scan.isOver()).toList();
        }
      } finally {
        scans.forEach(PartitionScan::close);
      }
    }
  }

  private List<Cache.Entry<UUID, byte[]>> next(Iterator<Cache.Entry<UUID, byte[]>> entries) {
    return cache.call(_ -> {
      List<Cache.Entry<UUID, byte[]>> some = new ArrayList<>(SCANNED);
      while (some.size() < SCANNED && entries.hasNext()) {
        some.add(entries.next());
      }
      return some;
    });
  }

  /**
   * Returns the cache with this time to live for new entries, or for {@link EntryTimes#NEVER} for
   * ever.
   */
  static <K, V> IgniteCache<K, V> living(IgniteCache<K, V> cache, long millis) {
    return millis == EntryTimes.NEVER
        ? cache
        : cache.withExpiryPolicy(
            new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, millis)));
  }

  static CacheKey key(UUID id) {
    return new CacheKey(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static UUID uuid(CacheKey key) {
    return new UUID(key.high(), key.low());
  }
}
