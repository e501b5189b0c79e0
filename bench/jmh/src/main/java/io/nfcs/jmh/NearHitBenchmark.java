package io.nfcs.jmh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.Grid;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.Shows;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.map.ChronicleMap;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.Ignition;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;
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
 * A hit and the reading of the first and the last byte of the value: ours by lease, a heap
 * Caffeine, and peers that keep values off the heap. Keys are 64-bit numbers, in an order of their
 * own.
 *
 * <p>To be run with the flags of {@code config/jvm.options}; {@code -t 8} asks with 8 threads.
 */
@Shows(
    "a hit of the near tier by size of the value, ours against Caffeine, Ehcache, Chronicle Map and Ignite")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class NearHitBenchmark {
  private static final long MEMORY_BYTES = 128L << 20;
  private static final String CONFIG =
      """
      grid: {thin_client_port: 0, offheap_bytes: 256MiB}
      cache: {tiers: [near], near_bytes: 192MiB}
      """;

  /** Made by JMH. */
  public NearHitBenchmark() {}

  /** Bytes of a value. */
  @Param({"64", "4096", "1048576"})
  public int bytes;

  private Long[] keys;
  private ScratchFolder folder;
  private Grid grid;
  private TieredCache<Long, byte[]> ours;
  private Cache<Long, byte[]> caffeine;
  private IgniteCache<Long, byte[]> ignite;
  private CacheManager manager;
  private org.ehcache.Cache<Long, byte[]> ehcache;
  private ChronicleMap<Long, byte[]> chronicle;

  /** State of each thread. */
  @State(Scope.Thread)
  public static class Reader {
    private Lease lease;
    private byte[] copy;
    private int next;

    /** Made by JMH. */
    public Reader() {}

    /** Takes a lease. */
    @Setup(Level.Trial)
    public void open(NearHitBenchmark benchmark) {
      lease = benchmark.ours.lease();
      copy = new byte[benchmark.bytes];
      next = System.identityHashCode(this);
    }

    /** Ends the lease. */
    @TearDown(Level.Trial)
    public void close() {
      lease.close();
    }

    private Long key(Long[] keys) {
      return keys[next++ & (keys.length - 1)];
    }
  }

  /** Fills all caches with the same entries. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    folder = ScratchFolder.create();
    keys = new Long[bytes > 100_000 ? 32 : 1024];
    grid = Grid.start(folder.path().resolve("data"), NfcsConfig.parse("benchmark", CONFIG));
    ours = grid.cache(CacheSpec.of("ours", Codec.number(), Codec.bytes()));
    ignite = Ignition.allGrids().getFirst().getOrCreateCache("raw");
    caffeine = Caffeine.newBuilder().maximumSize(keys.length * 2L).build();
    manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .withCache(
                "ehcache",
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    Long.class,
                    byte[].class,
                    ResourcePoolsBuilder.newResourcePoolsBuilder()
                        .offheap(MEMORY_BYTES, MemoryUnit.B)))
            .build(true);
    ehcache = manager.getCache("ehcache", Long.class, byte[].class);
    chronicle =
        ChronicleMap.of(Long.class, byte[].class)
            .name("chronicle")
            .entries(keys.length * 2L)
            .constantValueSizeBySample(new byte[bytes])
            .create();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = i * 0x9e3779b97f4a7c15L;
      byte[] value = new byte[bytes];
      value[0] = (byte) i;
      ours.put(keys[i], value);
      caffeine.put(keys[i], value);
      ignite.put(keys[i], value);
      ehcache.put(keys[i], value);
      chronicle.put(keys[i], value);
    }
  }

  /** Closes all caches. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    chronicle.close();
    manager.close();
    grid.close();
    folder.close();
  }

  /** Reads in place, by lease. */
  @Benchmark
  public int nfcs(Reader reader) {
    Lease lease = reader.lease;
    if (!ours.get(reader.key(keys), lease).isHeld()) {
      throw new IllegalStateException("no hit");
    }
    int sum = lease.byteAt(0) + lease.byteAt(bytes - 1);
    lease.release();
    return sum;
  }

  /** Reads on the heap, by reference: a caller could then change the value for all others. */
  @Benchmark
  public int caffeine(Reader reader) {
    return read(caffeine.getIfPresent(reader.key(keys)));
  }

  /** Reads a copy out of the region. */
  @Benchmark
  public int ignite(Reader reader) {
    return read(ignite.get(reader.key(keys)));
  }

  /** Reads a copy out of Ehcache's memory. */
  @Benchmark
  public int ehcache(Reader reader) {
    return read(ehcache.get(reader.key(keys)));
  }

  /** Reads a copy out of its memory into an array that is reused. */
  @Benchmark
  public int chronicleMap(Reader reader) {
    return read(chronicle.getUsing(reader.key(keys), reader.copy));
  }

  private static int read(byte @Nullable [] value) {
    byte[] hit = Objects.requireNonNull(value);
    return hit[0] + hit[hit.length - 1];
  }
}
