package io.nfcs.jmh;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.Shows;
import io.nfcs.semantic.SemanticCache;
import java.io.IOException;
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
 * A store of a text that is new to a full cache of 10 000 entries: embedding by words, eviction and
 * all, kept in memory only, or in a folder, by the durability that a return guarantees.
 */
@Shows("a store of a new text, in memory and durable")
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class SemanticStoreBenchmark {
  private static final int ENTRIES = 10_000;

  /**
   * Entries that survive a loss of power: none, those the system has written, all older than 100
   * ms, all.
   */
  @Param({"none", "os", "interval", "always"})
  public String kept;

  private ScratchFolder folder;
  private SemanticCache<Long> cache;
  private long next;

  /** Made by JMH. */
  public SemanticStoreBenchmark() {}

  /** Fills the cache. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    folder = ScratchFolder.create();
    if (kept.equals("none")) {
      cache = SemanticCache.open(NfcsConfig.parse("bench", "{}"), Codec.number());
    } else {
      NfcsConfig config = NfcsConfig.parse("bench", "semantic: {sync: " + kept + "}");
      cache = SemanticCache.open(config, Codec.number(), folder.path());
    }
    for (int i = 0; i < ENTRIES; i++) {
      store();
    }
  }

  /** Closes all. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    cache.close();
    folder.close();
  }

  /** Stores a text of a dozen words. */
  @Benchmark
  public void store() {
    next++;
    cache.store(
        "What should the order of step %d be when field %d is near its edge?"
            .formatted(next % 997, next),
        next);
  }
}
