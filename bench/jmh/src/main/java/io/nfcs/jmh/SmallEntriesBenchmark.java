package io.nfcs.jmh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.NearCaches;
import io.nfcs.lab.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import net.openhft.chronicle.map.ChronicleMap;
import org.HdrHistogram.Histogram;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Memory of many small entries: keys of 8 bytes and values of 64, put one by one into an empty
 * cache by one thread.
 *
 * <p>The heap is touched from the start, so that the resident memory grows by what is outside of it
 * alone, and large enough that no collection runs between the puts; {@code resident} adds to that
 * growth what is alive on the heap afterwards. The total time includes the warm-up of half a
 * million puts and the collections; the times of a put are in the counters.
 */
@Shows("heap, resident memory and put times of 1000 to ten million small entries, by peers")
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms9g", "-Xmx9g", "-Xmn6g", "-XX:+AlwaysPreTouch"})
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class SmallEntriesBenchmark {
  private static final int WARM = 500_000;

  /** Memory for each entry of a peer that needs a limit. */
  private static final long ENTRY_BYTES = 300;

  private static final long LEAST_BYTES = 64 << 20;
  private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final String CONFIG = "cache: {near_bytes: 3GiB, ttl_millis: 0}";

  /** Entries. */
  @Param({"1000", "10000", "100000", "1000000", "10000000"})
  public int entries;

  private final byte[] value = new byte[64];
  private NearCaches caches;
  private CacheManager manager;

  /** Made by JMH. */
  public SmallEntriesBenchmark() {}

  /** Measurements besides the time of all puts together. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Measured {
    /** Bytes of heap that an entry keeps. */
    @Shows("bytes of heap that an entry keeps")
    public double heap;

    /** Bytes of heap and of memory outside of it that an entry keeps. */
    @Shows("bytes that an entry keeps, on the heap and outside of it")
    public double resident;

    /** Bytes of an entry by the cache's own count, 0 if it has none. */
    public double counted;

    /** Nanoseconds of a put: the mean. */
    @Shows("nanoseconds of a put, the mean")
    public double mean;

    /** Nanoseconds of a put: the median. */
    @Shows("nanoseconds of a put, the median")
    public double p50;

    /** Nanoseconds of a put: 99 of 100 take no longer. */
    @Shows("nanoseconds of a put, that 99 of 100 do not exceed")
    public double p99;

    /** Microseconds of the longest put. */
    @Shows("microseconds of the longest put")
    public double longest;

    /** Milliseconds of a full collection with all entries. */
    @Shows("milliseconds of a full collection with all entries")
    public double collection;

    /** Made by JMH. */
    public Measured() {}
  }

  /** Makes the caches; the second of each is for warming up. */
  @Setup(Level.Trial)
  public void open() {
    caches = new NearCaches(NfcsConfig.parse("benchmark", CONFIG));
    manager = CacheManagerBuilder.newCacheManagerBuilder().build(true);
  }

  /** Closes all. */
  @TearDown(Level.Trial)
  public void close() {
    manager.close();
    caches.close();
  }

  /** Measures the near tier. */
  @Benchmark
  public Object nfcs(Measured measured) throws IOException {
    warm(near("warm")::put);
    List<TieredCache<Long, byte[]>> made = new ArrayList<>();
    measure(
        () -> {
          made.add(near("measured"));
          return made.getFirst()::put;
        },
        measured);
    CacheStatistics statistics = made.getFirst().statistics();
    measured.counted = statistics.tier("near").bytes() / (double) entries;
    return made;
  }

  /** Measures Caffeine, on the heap. */
  @Benchmark
  public Object caffeine(Measured measured) throws IOException {
    warm(onHeap(WARM));
    return measure(() -> onHeap(entries), measured);
  }

  /** Measures the off-heap tier of Ehcache alone. */
  @Benchmark
  public Object ehcache(Measured measured) throws IOException {
    warm(offHeap("warm", WARM)::put);
    manager.removeCache("warm");
    return measure(() -> offHeap("measured", entries)::put, measured);
  }

  /** Measures Chronicle Map, sized for all entries from the start. */
  @Benchmark
  public Object chronicleMap(Measured measured) throws IOException {
    try (ChronicleMap<Long, byte[]> warm = chronicle(WARM)) {
      warm(warm::put);
    }
    return measure(() -> chronicle(entries)::put, measured);
  }

  private TieredCache<Long, byte[]> near(String name) {
    return caches.open(CacheSpec.of(name, Codec.number(), Codec.bytes()));
  }

  private static BiConsumer<Long, byte[]> onHeap(long size) {
    Cache<Long, byte[]> cache = Caffeine.newBuilder().maximumSize(2 * size).build();
    return (key, bytes) -> cache.put(key, bytes.clone());
  }

  private org.ehcache.Cache<Long, byte[]> offHeap(String name, long size) {
    return manager.createCache(
        name,
        CacheConfigurationBuilder.newCacheConfigurationBuilder(
            Long.class,
            byte[].class,
            ResourcePoolsBuilder.newResourcePoolsBuilder()
                .offheap(LEAST_BYTES + ENTRY_BYTES * size, MemoryUnit.B)));
  }

  private ChronicleMap<Long, byte[]> chronicle(long size) {
    return ChronicleMap.of(Long.class, byte[].class)
        .name("chronicle")
        .entries(size)
        .constantValueSizeBySample(value)
        .create();
  }

  private void warm(BiConsumer<Long, byte[]> put) {
    for (long i = 0; i < WARM; i++) {
      put.accept(key(i % (WARM / 5)), value);
    }
  }

  /** Makes a cache, puts all entries, and returns the object that keeps them alive. */
  private Object measure(Supplier<BiConsumer<Long, byte[]>> make, Measured measured)
      throws IOException {
    Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(10), 3);
    settle();
    System.gc();
    long heap = heapBytes();
    long outside = residentBytes();
    BiConsumer<Long, byte[]> put = make.get();
    for (int i = 0; i < entries; i++) {
      long start = System.nanoTime();
      put.accept(key(i), value);
      nanos.recordValue(System.nanoTime() - start);
    }
    System.gc();
    long start = System.nanoTime();
    System.gc();
    measured.collection = (System.nanoTime() - start) / 1e6;
    measured.heap = (heapBytes() - heap) / (double) entries;
    measured.resident = measured.heap + (residentBytes() - outside) / (double) entries;
    measured.mean = nanos.getMean();
    measured.p50 = nanos.getValueAtPercentile(50);
    measured.p99 = nanos.getValueAtPercentile(99);
    measured.longest = nanos.getMaxValue() / 1e3;
    return put;
  }

  /**
   * Waits until the garbage of the warm-up is freed, which would otherwise happen between the puts.
   */
  private static void settle() throws IOException {
    long before;
    do {
      before = residentBytes();
      System.gc();
      // native memory goes after the collection, by a thread of its own
      LockSupport.parkNanos(SETTLING_NANOS);
    } while (residentBytes() < before);
  }

  private static long key(long i) {
    return i * 0x9e3779b97f4a7c15L;
  }

  private static long heapBytes() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("/proc/self/status without VmRSS");
  }
}
