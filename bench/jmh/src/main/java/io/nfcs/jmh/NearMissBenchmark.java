package io.nfcs.jmh;

import io.nfcs.cache.Lease;
import io.nfcs.lab.Shows;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A look-up of an absent key, in a full near tier without a tier below and without a loader, and in
 * a full Caffeine on the heap.
 *
 * <p>To be run with the flags of {@code config/jvm.options}; {@code -t 8} asks with 8 threads.
 */
@Shows("a miss of the near tier, ours against Caffeine on the heap")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NearMissBenchmark {
  /** Made by JMH. */
  public NearMissBenchmark() {}

  /** Lease of each thread. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH calls open before anything else
  public static class Reader {
    private Lease lease;

    /** Made by JMH. */
    public Reader() {}

    /** Opens the lease. */
    @Setup(Level.Trial)
    public void open(NearPeers peers) {
      lease = peers.ours().lease();
    }

    /** Closes the lease. */
    @TearDown(Level.Trial)
    public void close() {
      lease.close();
    }
  }

  /** Reads from the near tier, by lease. */
  @Benchmark
  public boolean nfcs(NearPeers peers, NearKeys absent, Reader reader) {
    if (peers.ours().get(absent.next(), reader.lease).isHeld()) {
      throw new IllegalStateException("a hit");
    }
    return reader.lease.isHeld();
  }

  /** Reads on the heap. */
  @Benchmark
  public boolean caffeine(NearPeers peers, NearKeys absent) {
    if (peers.caffeine().getIfPresent(absent.next()) != null) {
      throw new IllegalStateException("a hit");
    }
    return false;
  }
}
