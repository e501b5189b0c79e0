package io.nfcs.bench.jmh;

import io.nfcs.bench.Shows;
import io.nfcs.cache.Lease;
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
import org.openjdk.jmh.infra.ThreadParams;

/**
 * A look-up that finds nothing: of a key that is not there, in a full near tier that has no tier
 * below and no loader, and in a full Caffeine on the heap.
 *
 * <p>To be run with the flags of {@code config/jvm.options}; {@code -t 8} asks with 8 threads.
 */
@Shows("a miss of the near tier, ours against Caffeine on the heap")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class NearMissBenchmark {
  private static final int KEYS = 1024;

  private NearPeers peers;

  /** Made by JMH. */
  public NearMissBenchmark() {}

  /** What each thread has of its own. */
  @State(Scope.Thread)
  public static class Reader {
    private Lease lease;
    private Long[] absent;
    private int next;

    /** Made by JMH. */
    public Reader() {}

    /** Takes a lease. */
    @Setup(Level.Trial)
    public void open(NearMissBenchmark benchmark, ThreadParams thread) {
      lease = benchmark.peers.ours().lease();
      absent = NearPeers.keys(thread.getThreadIndex(), KEYS);
    }

    /** Ends the lease. */
    @TearDown(Level.Trial)
    public void close() {
      lease.close();
    }

    private Long key() {
      return absent[next++ & (KEYS - 1)];
    }
  }

  /** Fills both. */
  @Setup(Level.Trial)
  public void fill() {
    peers = new NearPeers();
  }

  /** Ends both. */
  @TearDown(Level.Trial)
  public void close() {
    peers.close();
  }

  /** The near tier, by lease. */
  @Benchmark
  public boolean nfcs(Reader reader) {
    if (peers.ours().get(reader.key(), reader.lease).isHeld()) {
      throw new IllegalStateException("a hit");
    }
    return reader.lease.isHeld();
  }

  /** On the heap. */
  @Benchmark
  public boolean caffeine(Reader reader) {
    if (peers.caffeine().getIfPresent(reader.key()) != null) {
      throw new IllegalStateException("a hit");
    }
    return false;
  }
}
