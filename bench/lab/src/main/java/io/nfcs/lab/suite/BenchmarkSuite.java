package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.load.LoadTestResults;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.Rerun;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Suite of the benchmarks of the whole system: solvers, loop, policies, cache, memory, monitoring
 * and load, each with the targets of section {@code bench}.
 *
 * <p><b>Threads.</b> One. <b>Fails</b> with a {@link ConfigException} on settings it cannot use.
 */
final class BenchmarkSuite {
  private static final String NORMAL = "normal_load";

  /**
   * Memory comes first: otherwise the memory of the process would include that of the other
   * components.
   */
  private final List<Component> components =
      List.of(
          new MemoryBenchmark(),
          new MathematicalBenchmark(),
          new CoordinationBenchmark(),
          new ConstitutionalBenchmark(),
          new CacheBenchmark(),
          new MonitoringBenchmark(),
          new LoadBenchmark());

  private final SuiteContext context;

  /**
   * A suite.
   *
   * @param config a loop without an end, and section {@code bench}
   * @param scenarios configuration of a load scenario by its name
   */
  public BenchmarkSuite(NfcsConfig config, Function<String, NfcsConfig> scenarios) {
    context = new SuiteContext(config.section("bench", BenchSettings.class), config, scenarios);
  }

  /** Returns the names of the components, each with its description. */
  public static Map<String, String> components() {
    Map<String, String> shown = new LinkedHashMap<>();
    new BenchmarkSuite(NfcsConfig.parse("defaults", ""), name -> NfcsConfig.parse(name, ""))
        .components.forEach(component -> shown.put(component.name(), component.shows()));
    return shown;
  }

  /** Runs all components that are enabled. */
  public BenchmarkResults runFullBenchmark(Progress progress)
      throws IOException, InterruptedException {
    return run(
        components.stream().filter(component -> component.isEnabled(context.settings())).toList(),
        progress);
  }

  /** Runs one component, enabled or not. */
  public BenchmarkResults runComponentBenchmark(String name, Progress progress)
      throws IOException, InterruptedException {
    Component one =
        components.stream()
            .filter(component -> component.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new ConfigException(
                    "bench: "
                        + name
                        + " is not a component; expected "
                        + components.stream().map(Component::name).toList()));
    return run(List.of(one), progress);
  }

  /** Runs scenario {@code normal_load}. */
  public LoadTestResults runLoadTest(int users, double seconds, Progress progress)
      throws IOException {
    return LoadBenchmark.run(
        context.scenarios().apply(NORMAL),
        users,
        seconds,
        context.settings().loadTesting(),
        progress);
  }

  private BenchmarkResults run(List<Component> chosen, Progress progress)
      throws IOException, InterruptedException {
    Instant at = Instant.now();
    Map<String, List<Measurement>> measurements = new LinkedHashMap<>();
    double all = chosen.stream().mapToDouble(one -> one.seconds(context.settings())).sum();
    double done = 0;
    for (Component component : chosen) {
      double end = done + component.seconds(context.settings());
      measurements.put(
          component.name(),
          component.run(context, progress.part(done / all, Math.min(1, end / all))));
      done = end;
    }
    return new BenchmarkResults(at, Nfcs.codeVersion(), Rerun.environment(), measurements);
  }
}
