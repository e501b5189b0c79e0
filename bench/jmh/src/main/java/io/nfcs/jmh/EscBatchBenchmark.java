package io.nfcs.jmh;

import io.nfcs.config.NfcsConfig;
import io.nfcs.esc.Esc;
import io.nfcs.esc.EscSettings;
import io.nfcs.lab.Shows;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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

/**
 * A batch of 80 tokens, of which one in sixteen is unsafe, in the stage {@code esc}: new ones each
 * time, ones that were there before, and new ones where the loop wants cached answers only. The
 * original needed 92 ms.
 */
@Shows("a batch of 80 tokens, unknown and known")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class EscBatchBenchmark {
  private static final int TOKENS = 80;
  private static final int TEXTS = 4096;

  private final byte[][] texts = new byte[TEXTS][];
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private Esc esc;
  private int next;

  /** Made by JMH. */
  public EscBatchBenchmark() {}

  /** Makes more texts than are kept. */
  @Setup(Level.Trial)
  public void fill() {
    esc = new Esc(NfcsConfig.parse("defaults", "").section("esc", EscSettings.class), 1 << 16);
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < TEXTS; i++) {
      StringJoiner text = new StringJoiner(" ");
      for (int token = 0; token < TOKENS; token++) {
        text.add(token % 16 == 7 ? "harm" : "w" + random.nextInt(20_000));
      }
      texts[i] = text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Processes a batch like no other. */
  @Benchmark
  public double fresh() {
    return process(texts[next++ & (TEXTS - 1)], false);
  }

  /** Processes one of four batches, again and again. */
  @Benchmark
  public double known() {
    return process(texts[next++ & 3], false);
  }

  /** Processes a batch like no other, without attention. */
  @Benchmark
  public double plain() {
    return process(texts[next++ & (TEXTS - 1)], true);
  }

  private double process(byte[] text, boolean isPlain) {
    buffer.wrap(text);
    esc.process(buffer, text.length, 0.95, isPlain);
    return esc.order() + esc.digest();
  }
}
