package io.nfcs.monitor.metrics;

import io.nfcs.counters.ErrorLog;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Metrics of ticks: their lateness and time, their failures and their results.
 *
 * <p><b>Threads.</b> Ticks by one thread, all else by any.
 */
final class TickMetrics {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] BOUNDS = {
    .00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1
  };
  private final Makers makers;
  private final Histogram lateness;
  private final Histogram duration;
  private final Summary latency;
  private final Counter failures;
  private final Counter decisions;
  private final ErrorLog errors;
  private final Map<Quantity, Gauge> gauges = new HashMap<>();
  private List<Gauge> values = List.of();
  private final List<CounterDataPoint> failed = new ArrayList<>();
  private long periodNanos;

  TickMetrics(Makers makers, ErrorLog errors) {
    this.makers = makers;
    this.errors = errors;
    lateness =
        makers.histogram(
            "nfcs_tick_lateness_seconds", "From the moment a tick was due to its start.", BOUNDS);
    duration =
        makers.histogram(
            "nfcs_tick_duration_seconds", "From a tick's start to its commit.", BOUNDS);
    latency =
        Summary.builder()
            .name("nfcs_coordination_latency_quantile_seconds")
            .help("From the moment a tick was due to its commit, in the last minute.")
            .quantile(.5, .02)
            .quantile(.95, .005)
            .quantile(.99, .001)
            .maxAgeSeconds(60)
            .numberOfAgeBuckets(6)
            .register(makers.registry());
    failures =
        makers.counter(
            "nfcs_stage_failures_by_stage",
            "Runs of a stage that failed or were skipped.",
            "stage");
    decisions = makers.counter("nfcs_decisions", "Decisions of the constitution.", "decision");
    quantities(ModelQuantities.ALL);
  }

  void onRun(RunHeader header) {
    periodNanos = header.periodNanos();
    failed.clear();
    header.shape().stages().forEach(name -> failed.add(failures.labelValues(name)));
    quantities(header.shape().quantities());
  }

  void onTick(Tick tick) {
    long lateNanos = tick.latenessNanos(periodNanos);
    lateness.observe(lateNanos / NANOS_PER_SECOND);
    duration.observe(tick.durationNanos() / NANOS_PER_SECOND);
    latency.observe((lateNanos + tick.durationNanos()) / NANOS_PER_SECOND);
    for (int stage = 0; stage < failed.size(); stage++) {
      if (tick.status(stage) != StageStatus.OK) {
        failed.get(stage).inc();
      }
    }
    for (int i = 0; i < values.size(); i++) {
      values.get(i).set(tick.value(i));
    }
    int decision = (int) tick.outcome().count(ModelQuantities.DECISION);
    if (decision >= 0) {
      decisions.labelValues(ModelQuantities.DECISION.codes().get(decision)).inc();
    }
  }

  /** Adds a gauge for each quantity of a run; those of earlier runs become not computed. */
  private void quantities(List<Quantity> quantities) {
    gauges.values().forEach(gauge -> gauge.set(Double.NaN));
    values = quantities.stream().map(each -> gauges.computeIfAbsent(each, this::gauge)).toList();
  }

  private Gauge gauge(Quantity quantity) {
    try {
      return makers.gauge(quantity.metric(), help(quantity));
    } catch (IllegalArgumentException taken) {
      errors.record("metric " + quantity.metric(), taken);
      return Gauge.builder().name(quantity.metric()).build();
    }
  }

  private static String help(Quantity quantity) {
    if (quantity.codes().isEmpty()) {
      return quantity.help();
    }
    return IntStream.range(0, quantity.codes().size())
        .mapToObj(code -> code + " " + quantity.codes().get(code))
        .collect(Collectors.joining(", ", withoutStop(quantity.help()) + ": ", "."));
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
