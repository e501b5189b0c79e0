package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.load.LoadTest;
import io.nfcs.lab.load.LoadTestResults;
import io.nfcs.lab.load.LoadTestResults.Step;
import io.nfcs.pipeline.OrchestratorSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Benchmark of virtual users beside the loop, by scenario. */
final class LoadBenchmark implements Component {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final double MILLIS_PER_SECOND = 1e3;

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String shows() {
    return "success, latency and hit ratio of users beside the loop, and the point of saturation";
  }

  @Override
  public boolean isEnabled(BenchSettings settings) {
    return settings.loadTesting().enabled();
  }

  @Override
  public double seconds(BenchSettings settings) {
    LoadTesting load = settings.loadTesting();
    double each =
        load.testDuration() + load.rampUp(load.testDuration()).toMillis() / MILLIS_PER_SECOND;
    return load.scenarios().size() * each;
  }

  @Override
  public List<Measurement> run(SuiteContext context, Progress progress) throws IOException {
    LoadTesting load = context.settings().loadTesting();
    List<String> scenarios = load.scenarios();
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      Progress part = progress.part((double) i / scenarios.size(), (i + 1.0) / scenarios.size());
      NfcsConfig config = context.scenarios().apply(scenarios.get(i));
      LoadTestResults results =
          run(config, load.maxConcurrentUsers(), load.testDuration(), load, part);
      double hz = config.section("orchestrator", OrchestratorSettings.class).hz();
      measurements.addAll(measurements(scenarios.get(i), hz, results, context.settings()));
    }
    return measurements;
  }

  /** Runs one test in a folder of its own. */
  static LoadTestResults run(
      NfcsConfig config, int users, double seconds, LoadTesting settings, Progress progress)
      throws IOException {
    try (ScratchFolder folder = ScratchFolder.create()) {
      return LoadTest.run(
          new LoadTest.Context()
              .config(config)
              .dataDir(folder.path())
              .users(users)
              .duration(
                  Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND)),
                  settings.rampUp(seconds)),
          progress);
    }
  }

  private static List<Measurement> measurements(
      String scenario, double hz, LoadTestResults results, BenchSettings settings) {
    BenchSettings.Targets targets = settings.targets();
    BenchSettings.Goals goals = settings.goals();
    if (!results.steps().isEmpty()) {
      Step last = results.steps().getLast();
      return List.of(
          Measurement.of(scenario + "_users", last.users(), "users"),
          Measurement.of(
              scenario + "_throughput",
              results.steps().stream().mapToDouble(Step::achievedPerSecond).max().orElse(0),
              "1/s"));
    }
    return List.of(
        Measurement.of(scenario + "_throughput", results.operationsPerSecond(), "1/s"),
        Measurement.of(scenario + "_success", results.total().successRate(), "")
            .target(Bound.atLeast(targets.successRate())),
        Measurement.of(
                scenario + "_response_p95",
                results.total().intended().p95() / MICROS_PER_SECOND,
                "s")
            .target(Bound.atMost(targets.responseTimeP95())),
        Measurement.of(scenario + "_hit_ratio", results.hitRatio(), "")
            .target(Bound.atLeast(targets.cacheHitRatio())),
        Measurement.of(scenario + "_frequency", results.loop().hz(), "Hz")
            .target(Bound.atLeast(targets.coordinationFrequency())),
        Measurement.of(scenario + "_frequency_error", Math.abs(results.loop().hz() / hz - 1), "")
            .goal(Bound.atMost(goals.frequencyError())),
        Measurement.of(scenario + "_tick_p99", results.loop().tick().p99() / MICROS_PER_MILLI, "ms")
            .goal(Bound.atMost(goals.tickP99())),
        Measurement.of(
            scenario + "_lateness_p99", results.loop().lateness().p99() / MICROS_PER_MILLI, "ms"));
  }
}
