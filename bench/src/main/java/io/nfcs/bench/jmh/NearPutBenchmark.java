package io.nfcs.bench.jmh;

import io.nfcs.bench.Shows;
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
 * A put of 64 bytes into a full cache: in place of an earlier value, and of a new key, for which
 * another has to go. Ours is the near tier; Caffeine holds as many entries on the heap, and evicts
 * by threads of its own.
 *
 * <p>To be run with the flags of {@code config/jvm.options}; {@code -t 8} puts with 8 threads.
 */
@Shows("a put into the near tier, of a new key and of one that is there, ours against Caffeine")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class NearPutBenchmark {
  private static final int KEYS = 1024;

  /** Numbers of new keys of a thread: more than it can put. */
  private static final int THREAD_SHIFT = 48;

  private NearPeers peers;

  /** Made by JMH. */
  public NearPutBenchmark() {}

  /** What each thread has of its own. */
  @State(Scope.Thread)
  public static class Writer {
    private Long[] known;
    private int next;
    private long newest;

    /** Made by JMH. */
    public Writer() {}

    /** Puts what will be replaced. */
    @Setup(Level.Trial)
    public void open(NearPutBenchmark benchmark, ThreadParams thread) {
      known = NearPeers.keys(thread.getThreadIndex(), KEYS);
      newest = (thread.getThreadIndex() + 1L) << THREAD_SHIFT;
      for (Long key : known) {
        benchmark.peers.putNear(key);
        benchmark.peers.putOnHeap(key);
      }
    }

    private Long known() {
      return known[next++ & (KEYS - 1)];
    }

    private Long unknown() {
      return NearPeers.key(newest++);
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

  /** The near tier, in place of an earlier value. */
  @Benchmark
  public void nfcs(Writer writer) {
    peers.putNear(writer.known());
  }

  /** On the heap, in place of an earlier value. */
  @Benchmark
  public void caffeine(Writer writer) {
    peers.putOnHeap(writer.known());
  }

  /** The near tier, a new key. */
  @Benchmark
  public void nfcsNew(Writer writer) {
    peers.putNear(writer.unknown());
  }

  /** On the heap, a new key. */
  @Benchmark
  public void caffeineNew(Writer writer) {
    peers.putOnHeap(writer.unknown());
  }
}
