package io.nfcs.jmh;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.OperationTimer;
import io.nfcs.lab.Shows;
import io.nfcs.pipeline.timing.SampledOperations;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of timing for an operation, by the share of timed operations: choosing for all, reading the
 * clock twice and recording for the chosen ones. With a share of 1 this is the cost of a recorder
 * without sampling. To be run with the flags of {@code config/jvm.options}.
 */
@Shows("cost of sampling for an operation in production, by the share that is timed")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class SampledOperationBenchmark {
  /** Share of the operations that is timed. */
  @Param({"0", "0.01", "0.1", "1"})
  public double share;

  private OperationTimer timer;

  /** Made by JMH. */
  public SampledOperationBenchmark() {}

  /** Makes the timer. */
  @Setup(Level.Trial)
  public void open() {
    NfcsConfig config =
        NfcsConfig.parse("benchmark", "").with("sampling.sample_rate", Double.toString(share));
    timer = SampledOperations.of(config, SystemNanoClock.INSTANCE).of("operation");
  }

  /** Runs an operation of no length. */
  @Benchmark
  public void operation() {
    timer.end(timer.begin());
  }
}
