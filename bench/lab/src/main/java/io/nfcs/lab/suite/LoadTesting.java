package io.nfcs.lab.suite;

import io.nfcs.config.Setting;
import java.time.Duration;
import java.util.List;

/** Block {@code bench.load_testing}: size and length of the load tests. */
record LoadTesting(
    @Setting(doc = "Includes load tests in the whole suite", value = "true") boolean enabled,
    @Setting(doc = "Users at full load", value = "100", min = 1, max = 1_000_000)
        int maxConcurrentUsers,
    @Setting(
            doc = "Time in which they arrive one by one, at most a quarter of the test",
            unit = "s",
            value = "60",
            min = 0,
            max = 86_400)
        double rampUpTime,
    @Setting(
            doc = "Time that is measured at full load",
            unit = "s",
            value = "300",
            min = 0.1,
            max = 864_000)
        double testDuration,
    @Setting(
            doc = "Scenarios of the whole suite, of config/scenarios/load",
            value = "[normal_load, peak_load, stress_test]")
        List<String> scenarios) {
  private static final double LARGEST_RAMP_UP = 0.25;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Returns the ramp-up of a test of some length. */
  public Duration rampUp(double testSeconds) {
    double seconds = Math.min(rampUpTime, LARGEST_RAMP_UP * testSeconds);
    return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
  }
}
