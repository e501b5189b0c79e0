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
 * An invalidation of one key: of one that is there, which is put again each time, so that it is the
 * pair that is measured; and of one that is not, alone.
 *
 * <p>To be run with the flags of {@code config/jvm.options}; {@code -t 8} invalidates with 8
 * threads.
 */
@Shows("an invalidation of a key in the near tier, with the put before it or of an absent key")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class NearInvalidateBenchmark {
  private static final int KEYS = 1024;

  private NearPeers peers;

  /** Made by JMH. */
  public NearInvalidateBenchmark() {}

  /** What each thread has of its own. */
  @State(Scope.Thread)
  public static class Writer {
    private Long[] keys;
    private int next;

    /** Made by JMH. */
    public Writer() {}

    /** Chooses its keys. */
    @Setup(Level.Trial)
    public void open(ThreadParams thread) {
      keys = NearPeers.keys(thread.getThreadIndex(), KEYS);
    }

    private Long key() {
      return keys[next++ & (KEYS - 1)];
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

  /** The near tier: a put and the invalidation of what was put. */
  @Benchmark
  public boolean nfcs(Writer writer) {
    Long key = writer.key();
    peers.putNear(key);
    return peers.ours().invalidate(key);
  }

  /** On the heap: a put and the invalidation of what was put. */
  @Benchmark
  public boolean caffeine(Writer writer) {
    Long key = writer.key();
    peers.putOnHeap(key);
    return peers.caffeine().asMap().remove(key) != null;
  }

  /** The near tier: a key that is not there. */
  @Benchmark
  public boolean nfcsAbsent(Writer writer) {
    return peers.ours().invalidate(writer.key());
  }

  /** On the heap: a key that is not there. */
  @Benchmark
  public boolean caffeineAbsent(Writer writer) {
    return peers.caffeine().asMap().remove(writer.key()) != null;
  }
}
