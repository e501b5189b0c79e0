package io.nfcs.bench.jmh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Codec;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.NearCaches;

/**
 * A near tier and its peer, a heap Caffeine that holds as many entries of 64 bytes.
 *
 * <p>Keys are numbers in an order of their own; {@link #key} gives them.
 */
final class NearPeers implements AutoCloseable {
  private static final String CONFIG = "cache: {near_bytes: 16MiB, slab_bytes: 64KiB}";
  private static final int VALUE_BYTES = 64;

  private final NearCaches caches = new NearCaches(NfcsConfig.parse("benchmark", CONFIG));
  private final TieredCache<Long, byte[]> ours =
      caches.open(CacheSpec.of("ours", Codec.number(), Codec.bytes()));
  private final byte[] value = new byte[VALUE_BYTES];
  private final Cache<Long, byte[]> caffeine;

  /** Two that are full, of the same keys as far as both keep them. */
  NearPeers() {
    long number = 0;
    while (near().evictions() == 0) {
      // a look at the statistics takes the locks of all segments
      for (int i = 0; i < 1000; i++) {
        ours.put(key(--number), value);
      }
    }
    caffeine = Caffeine.newBuilder().maximumSize(near().entries()).build();
    for (long i = -1; i >= number; i--) {
      putOnHeap(key(i));
    }
    caffeine.cleanUp();
  }

  /** The key of a number; those that are negative are there from the start. */
  static Long key(long number) {
    return number * 0x9e3779b97f4a7c15L;
  }

  /** So many keys of one thread alone, a power of two. */
  static Long[] keys(int thread, int count) {
    Long[] keys = new Long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key(thread * (long) count + i);
    }
    return keys;
  }

  TieredCache<Long, byte[]> ours() {
    return ours;
  }

  Cache<Long, byte[]> caffeine() {
    return caffeine;
  }

  /** Stores a copy of the value in native memory. */
  void putNear(Long key) {
    ours.put(key, value);
  }

  /**
   * Stores a copy of the value on the heap, as ours does, so that the caller may go on with his.
   */
  void putOnHeap(Long key) {
    caffeine.put(key, value.clone());
  }

  @Override
  public void close() {
    caches.close();
  }

  private TierStatistics near() {
    return ours.statistics().tier("near");
  }
}
