package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.suite.LoopRun.Outcome;
import io.nfcs.pipeline.RunSummary;
import java.io.IOException;
import java.util.List;

/** Benchmark of the loop: frequency of ticks, lateness, and time until a tick is committed. */
final class CoordinationBenchmark implements Component {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final double HZ = 10;

  @Override
  public String name() {
    return "coordination";
  }

  @Override
  public String shows() {
    return "frequency of the loop, latency of its ticks, and their lateness";
  }

  @Override
  public boolean isEnabled(BenchSettings settings) {
    return settings.coordinationBenchmarks().enabled();
  }

  @Override
  public double seconds(BenchSettings settings) {
    return settings.coordinationBenchmarks().testDuration();
  }

  @Override
  public List<Measurement> run(SuiteContext context, Progress progress)
      throws IOException, InterruptedException {
    BenchSettings settings = context.settings();
    NfcsConfig config = context.config().with("orchestrator.hz", Double.toString(HZ));
    Outcome outcome = LoopRun.of(config, seconds(settings), progress, LoopRun.Watcher.NONE);
    RunSummary run = outcome.summary();
    return List.of(
        Measurement.of("coordination_frequency", run.hz(), "Hz")
            .target(Bound.atLeast(settings.targets().coordinationFrequency()))
            .goal(Bound.atLeast(HZ * (1 - settings.goals().frequencyError()))),
        Measurement.of("coordination_latency_p95", outcome.latency().p95() / MICROS_PER_SECOND, "s")
            .target(Bound.atMost(settings.targets().coordinationLatencyP95())),
        Measurement.of("tick_p50", run.tick().p50() / MICROS_PER_MILLI, "ms"),
        Measurement.of("tick_p99", run.tick().p99() / MICROS_PER_MILLI, "ms")
            .goal(Bound.atMost(settings.goals().tickP99())),
        Measurement.of("lateness_p50", run.lateness().p50() / MICROS_PER_MILLI, "ms"),
        Measurement.of("lateness_p99", run.lateness().p99() / MICROS_PER_MILLI, "ms")
            .goal(Bound.atMost(settings.goals().latenessP99())),
        Measurement.of("missed_ticks", (double) run.missed(), "ticks"));
  }
}
