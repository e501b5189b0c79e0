package io.nfcs.monitor.web;

import io.nfcs.monitor.alert.Alert;
import io.nfcs.monitor.alert.Sample;
import io.nfcs.monitor.live.TickRow;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Summary of the performance, in the structure of the original system's dashboard; NaN for unknown
 * values.
 *
 * @param systemPerformance {@code overall_score} (0 to 100, see {@link #score}), {@code
 *     coordination_frequency} in Hz, {@code response_time_p95} in seconds, {@code
 *     memory_efficiency}
 * @param componentPerformance of {@code constitutional}, {@code mathematical}, {@code esc_system}
 *     and {@code orchestrator}
 * @param cachePerformance {@code hit_ratio}, {@code memory_usage} in bytes, {@code eviction_rate}
 *     as evictions over stores
 * @param alerts the present alerts
 */
record PerformanceSummary(
    Map<String, Double> systemPerformance,
    Map<String, Map<String, Double>> componentPerformance,
    Map<String, Double> cachePerformance,
    List<Alert> alerts) {
  private static final double PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double P95 = 0.95;

  /**
   * Returns the summary of a run.
   *
   * @param samples metrics as they are now
   * @param stages names of the stages
   * @param recent the latest ticks
   * @param periodMillis time between scheduled ticks
   */
  public static PerformanceSummary of(
      List<Sample> samples,
      List<String> stages,
      List<TickRow> recent,
      double periodMillis,
      List<Alert> alerts) {
    double hz = value(samples, "nfcs_coordination_frequency_hz");
    double p95 =
        quantile(recent.stream().mapToDouble(row -> row.latenessMillis() + row.durationMillis()));
    double hitRatio = mean(samples, "nfcs_cache_hit_ratio");
    Map<String, Double> system = new LinkedHashMap<>();
    system.put(
        "overall_score", score(hz * periodMillis / MILLIS_PER_SECOND, p95 / periodMillis, recent));
    system.put("coordination_frequency", hz);
    system.put("response_time_p95", p95 / MILLIS_PER_SECOND);
    system.put("memory_efficiency", value(samples, "nfcs_memory_efficiency_ratio"));
    Map<String, Map<String, Double>> components = new LinkedHashMap<>();
    components.put(
        "constitutional",
        component(stages, recent, "constitution", ModelQuantities.DECISION, samples));
    components.put(
        "mathematical",
        component(stages, recent, "cgl", "cgl_fps", value(samples, "nfcs_cgl_performance_fps")));
    components.put(
        "esc_system", component(stages, recent, "esc", ModelQuantities.TOKEN_RISK, samples));
    components.put(
        "orchestrator",
        Map.of(
            "response_time_p95",
            quantile(recent.stream().mapToDouble(TickRow::latenessMillis)) / MILLIS_PER_SECOND,
            "missed_periods",
            value(samples, "nfcs_periods_missed_total")));
    Map<String, Double> caches = new LinkedHashMap<>();
    caches.put("hit_ratio", hitRatio);
    caches.put("memory_usage", sum(samples, "nfcs_tier_bytes"));
    caches.put(
        "eviction_rate",
        sum(samples, "nfcs_tier_evictions_total") / sum(samples, "nfcs_tier_stores_total"));
    return new PerformanceSummary(system, components, caches, alerts);
  }

  /**
   * Returns the mean of three shares, times 100: of the wanted frequency, of the period left free
   * by 19 of 20 ticks, and of the latest ticks without failures and without missed periods before
   * them.
   */
  static double score(double frequencyRatio, double periodShare, List<TickRow> recent) {
    double well =
        recent.stream()
            .mapToDouble(row -> row.hasFailed() || row.missedBefore() > 0 ? 0 : 1)
            .average()
            .orElse(Double.NaN);
    return PERCENT * (Math.min(1, frequencyRatio) + Math.max(0, 1 - periodShare) + well) / 3;
  }

  private static Map<String, Double> component(
      List<String> stages,
      List<TickRow> recent,
      String stage,
      Quantity quantity,
      List<Sample> samples) {
    return component(stages, recent, stage, quantity.key(), value(samples, quantity.metric()));
  }

  private static Map<String, Double> component(
      List<String> stages, List<TickRow> recent, String stage, String key, double value) {
    int index = stages.indexOf(stage);
    double p95 =
        index < 0
            ? Double.NaN
            : quantile(recent.stream().mapToDouble(row -> row.stageMillis()[index]));
    return Map.of("response_time_p95", p95 / MILLIS_PER_SECOND, key, value);
  }

  private static double quantile(DoubleStream values) {
    double[] sorted = values.toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(int) (P95 * (sorted.length - 1))];
  }

  private static double value(List<Sample> samples, String name) {
    return values(samples, name).findFirst().orElse(Double.NaN);
  }

  private static double mean(List<Sample> samples, String name) {
    return values(samples, name).average().orElse(Double.NaN);
  }

  private static double sum(List<Sample> samples, String name) {
    return values(samples, name).sum();
  }

  private static DoubleStream values(List<Sample> samples, String name) {
    return samples.stream().filter(s -> s.name().equals(name)).mapToDouble(Sample::value);
  }
}
