package io.nfcs.jmh;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.eviction.ReuseCurve;
import io.nfcs.grid.Grid;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.Shows;
import io.nfcs.lab.trace.Trace;
import io.nfcs.memory.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
 * Cost of the sampled curve for each access of a trace, and of an access of the near tier: a hit by
 * lease, or a put of 64 bytes.
 *
 * <p>To be run with the flags of {@code config/jvm.options} and {@code -p trace=FILE}. The tier
 * passes only a part of its hits to its curve; here the curve gets all.
 */
@Shows("cost of the curve of reuse distances for each access")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class ReuseCurveBenchmark {
  /** Trace of cache2k. */
  @Param("")
  public String trace;

  /** Memory of the tier: 1 MiB holds about 2500 entries. */
  @Param({"1MiB", "4MiB"})
  public String near;

  private Long[] keys;
  private long[] hashes;
  private int next;
  private ReuseCurve curve;
  private ScratchFolder folder;
  private Grid grid;
  private TieredCache<Long, byte[]> cache;
  private Lease lease;
  private final byte[] value = new byte[64];

  /** Made by JMH. */
  public ReuseCurveBenchmark() {}

  /** Reads the trace and opens an empty cache. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Trace accesses = Trace.read(Path.of(trace));
    keys = new Long[accesses.requests()];
    hashes = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) accesses.key(i);
      hashes[i] = Digest.mix(0, accesses.key(i));
    }
    curve = new ReuseCurve();
    folder = ScratchFolder.create();
    grid =
        Grid.start(
            folder.path().resolve("data"),
            NfcsConfig.parse(
                "benchmark",
                "grid: {thin_client_port: 0}\n"
                    + "cache: {tiers: [near], slab_bytes: 64KiB, near_bytes: "
                    + near
                    + "}"));
    cache = grid.cache(CacheSpec.of("trace", Codec.number(), Codec.bytes()));
    lease = cache.lease();
  }

  /** Closes the cache. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    lease.close();
    grid.close();
    folder.close();
  }

  /** Measures the curve alone. */
  @Benchmark
  public void curve() {
    curve.record(hashes[step()]);
  }

  /** Measures the tier, its curve included. */
  @Benchmark
  public boolean tier() {
    Long key = keys[step()];
    boolean isHit = cache.get(key, lease).isHeld();
    lease.release();
    if (!isHit) {
      cache.put(key, value);
    }
    return isHit;
  }

  private int step() {
    next = next + 1 < hashes.length ? next + 1 : 0;
    return next;
  }
}
