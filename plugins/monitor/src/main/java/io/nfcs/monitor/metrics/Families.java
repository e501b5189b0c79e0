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
 * A builder of metric families, one for each name.
 *
 * <p><b>Threads.</b> One.
 */
final class Families {
  private final Map<String, Supplier<? extends MetricSnapshot>> families = new LinkedHashMap<>();
  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, SummarySnapshot.Builder> summaries = new LinkedHashMap<>();

  /**
   * Adds a count; its name is without {@code _total}. A count below 0 is shown as 0, since the
   * client's library would refuse it together with all other metrics; the broken conservation law
   * shows the error.
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

  /** Adds a value; an unknown one (NaN) is left out. */
  void gauge(String name, String help, Labels labels, double value) {
    if (!Double.isNaN(value)) {
      family(gauges, name, help, GaugeSnapshot::builder)
          .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }
  }

  /** Adds quantiles computed elsewhere. */
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
