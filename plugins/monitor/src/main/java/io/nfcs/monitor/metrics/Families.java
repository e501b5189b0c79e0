package io.nfcs.monitor.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Values that are being put together to metric families, one for each name.
 *
 * <p><b>Threads.</b> One.
 */
final class Families {
  private final Map<String, Supplier<? extends MetricSnapshot>> families = new LinkedHashMap<>();
  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, SummarySnapshot.Builder> summaries = new LinkedHashMap<>();

  /**
   * Adds a count; its name is without {@code _total}. One below 0 is wrong, which the law that it
   * breaks tells; refused by the client's library, it would take all other metrics with it.
   */
  void counter(String name, String help, Labels labels, double value) {
    family(counters, name, help, CounterSnapshot::builder)
        .dataPoint(
            CounterDataPointSnapshot.builder().labels(labels).value(Math.max(0, value)).build());
  }

  /** Adds a count. */
  void counter(String name, String help, Labels labels, long value) {
    counter(name, help, labels, (double) value);
  }

  /** Adds a whole number. */
  void gauge(String name, String help, Labels labels, long value) {
    gauge(name, help, labels, (double) value);
  }

  /** Adds a value; what is not known, NaN, is left out. */
  void gauge(String name, String help, Labels labels, double value) {
    if (!Double.isNaN(value)) {
      family(gauges, name, help, GaugeSnapshot::builder)
          .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }
  }

  /** Adds quantiles that somebody else has kept. */
  void summary(String name, String help, Labels labels, long count, Quantiles quantiles) {
    family(summaries, name, help, SummarySnapshot::builder)
        .dataPoint(
            SummaryDataPointSnapshot.builder()
                .labels(labels)
                .count(count)
                .quantiles(quantiles)
                .build());
  }

  MetricSnapshots build() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.values().forEach(family -> all.metricSnapshot(family.get()));
    return all.build();
  }

  private <B extends MetricSnapshot.Builder<B>> B family(
      Map<String, B> known, String name, String help, Supplier<B> fresh) {
    return known.computeIfAbsent(
        name,
        _ -> {
          B builder = fresh.get().name(name).help(help);
          families.put(name, builder::build);
          return builder;
        });
  }
}
