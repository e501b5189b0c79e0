package io.nfcs.jmh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.NearCaches;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A near tier and its peer, a heap Caffeine that holds as many entries of 64 bytes.
 *
 * <p>Keys are numbers in an order of their own; {@link #key} gives them.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class NearPeers {
  private static final String CONFIG = "cache: {near_bytes: 16MiB, slab_bytes: 64KiB}";
  private static final int VALUE_BYTES = 64;

  private final byte[] value = new byte[VALUE_BYTES];
  private NearCaches caches;
  private TieredCache<Long, byte[]> ours;
  private Cache<Long, byte[]> caffeine;

  /** Made by JMH. */
  public NearPeers() {}

  /** Fills both with the same keys, as far as both keep them. */
  @Setup(Level.Trial)
  public void fill() {
    caches = new NearCaches(NfcsConfig.parse("benchmark", CONFIG));
    ours = caches.open(CacheSpec.of("ours", Codec.number(), Codec.bytes()));
    long number = 0;
    while (near().evictions() == 0) {
      // reading the statistics takes the locks of all segments
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

  /** Returns the key of a number; negative ones are present from the start. */
  static Long key(long number) {
    return number * 0x9e3779b97f4a7c15L;
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
   * Stores a copy of the value on the heap, as ours does, so that the caller may continue with its
   * own.
   */
  void putOnHeap(Long key) {
    caffeine.put(key, value.clone());
  }

  /** Closes the near tier. */
  @TearDown(Level.Trial)
  public void close() {
    caches.close();
  }

  private TierStatistics near() {
    return ours.statistics().tier("near");
  }
}
