package io.nfcs.jmh;

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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * A put of 64 bytes into a full cache: replacing an earlier value, and of a new key, for which
 * another is evicted. Ours is the near tier; Caffeine holds as many entries on the heap, and evicts
 * by threads of its own.
 *
 * <p>To be run with the flags of {@code config/jvm.options}; {@code -t 8} puts with 8 threads.
 */
@Shows("a put into the near tier, of a new and of a present key, ours against Caffeine")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NearPutBenchmark {
  /** Made by JMH. */
  public NearPutBenchmark() {}

  /** Entries that each thread puts. */
  @State(Scope.Thread)
  public static class Writer {
    /** Numbers of new keys of a thread: more than it can put. */
    private static final int THREAD_SHIFT = 48;

    private long newest;

    /** Made by JMH. */
    public Writer() {}

    /** Puts the values to be replaced. */
    @Setup(Level.Trial)
    public void open(NearPeers peers, NearKeys known, ThreadParams thread) {
      newest = (thread.getThreadIndex() + 1L) << THREAD_SHIFT;
      for (Long key : known.all()) {
        peers.putNear(key);
        peers.putOnHeap(key);
      }
    }

    private Long unknown() {
      return NearPeers.key(newest++);
    }
  }

  /** Replaces an earlier value in the near tier. */
  @Benchmark
  public void nfcs(NearPeers peers, NearKeys known, Writer writer) {
    peers.putNear(known.next());
  }

  /** Replaces an earlier value on the heap. */
  @Benchmark
  public void caffeine(NearPeers peers, NearKeys known, Writer writer) {
    peers.putOnHeap(known.next());
  }

  /** Puts a new key into the near tier. */
  @Benchmark
  public void nfcsNew(NearPeers peers, Writer writer) {
    peers.putNear(writer.unknown());
  }

  /** Puts a new key on the heap. */
  @Benchmark
  public void caffeineNew(NearPeers peers, Writer writer) {
    peers.putOnHeap(writer.unknown());
  }
}
