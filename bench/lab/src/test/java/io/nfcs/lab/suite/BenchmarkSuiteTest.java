package io.nfcs.lab.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.command.Progress;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.FreePort;
import io.nfcs.lab.load.LoadTestResults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each component for a moment: its measurements are present, their size does not matter. */
@Isolated("its times must be its own")
@Tag("slow")
@Timeout(180)
class BenchmarkSuiteTest {
  private static final String SHORT =
      """
      cgl: {nx: 64, ny: 64}
      run: {ticks: 0}
      bench:
        mathematical_benchmarks:
          cgl_solver: {grid_sizes: [32, 64], test_duration: 0.2}
          kuramoto: {oscillator_counts: [5, 10], test_duration: 0.2}
        coordination_benchmarks: {test_duration: 2}
        constitutional_benchmarks: {policy_counts: [4, 50], test_duration: 0.4}
        cache_benchmarks: {test_duration: 0.4}
        memory_profiling: {profile_interval: 2}
        monitoring_benchmarks: {warm_up: 0.5, test_duration: 1}
        load_testing: {max_concurrent_users: 4, test_duration: 1, scenarios: [normal_load]}
      load: {keys: 100, solve_grid: 32, user_rate: 20}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {"mathematical", "constitutional", "cache", "coordination", "memory", "monitoring"})
  void shouldMeasureEachComponent(String component) throws Exception {
    List<Double> shares = new ArrayList<>();
    BenchmarkResults results =
        suite().runComponentBenchmark(component, (done, what) -> shares.add(done));
    assertEquals(Set.of(component), results.measurements().keySet());
    List<Measurement> measured = results.measurements().getOrDefault(component, List.of());
    assertFalse(measured.isEmpty());
    for (Measurement one : measured) {
      assertTrue(Double.isFinite(one.value()), one::toString);
      assertTrue(one.value() >= 0 || one.unit().equals("%"), one::toString);
    }
    assertEquals(shares.stream().sorted().toList(), shares, "progress goes back");
  }

  @Test
  void shouldNameWhatItMeasures() throws Exception {
    assertEquals(
        Set.of(
            "cgl_fps_32",
            "cgl_fps_64",
            "kuramoto_sync_time_5",
            "kuramoto_steps_5",
            "kuramoto_sync_time_10",
            "kuramoto_steps_10"),
        suite()
            .runComponentBenchmark("mathematical", Progress.NONE)
            .measurements()
            .values()
            .stream()
            .flatMap(List::stream)
            .map(Measurement::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void shouldRunALoadTestBesideTheLoop() throws Exception {
    LoadTestResults results = suite().runLoadTest(4, 2, Progress.NONE);
    assertEquals(4, results.users());
    assertEquals(1, results.total().successRate(), results.failures()::toString);
    assertTrue(results.total().operations() > 50, results.total()::toString);
    assertEquals(Set.of(), results.leftOut());
    assertTrue(results.loop().ticks() > 0, results.loop()::toString);
    assertTrue(
        results.total().intended().max() >= results.total().service().max(), results::toString);
  }

  @Test
  void shouldRefuseAComponentThereIsNot() throws IOException {
    BenchmarkSuite suite = suite();
    assertTrue(
        assertThrows(
                ConfigException.class,
                () -> suite.runComponentBenchmark("mathematicl", Progress.NONE))
            .toString()
            .contains("expected [memory, mathematical"));
  }

  @Test
  void shouldSayWhetherTargetsAndGoalsAreMet() {
    Measurement fps = Measurement.of("fps", 50, "1/s").target(Bound.atLeast(30));
    assertTrue(fps.isMet());
    assertFalse(fps.goal(Bound.atLeast(100)).isMet());
    assertFalse(Measurement.of("p95", Double.NaN, "s").target(Bound.atMost(1)).isMet());
  }

  private static BenchmarkSuite suite() throws IOException {
    NfcsConfig config =
        NfcsConfig.parse("short", SHORT)
            .with("grid.thin_client_port", Integer.toString(FreePort.find()));
    return new BenchmarkSuite(config, scenario -> config);
  }
}
