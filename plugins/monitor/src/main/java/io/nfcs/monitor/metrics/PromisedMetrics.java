package io.nfcs.monitor.metrics;

import io.nfcs.tick.DegradeStep;
import io.nfcs.tick.Progress;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Metrics of ticks promised by the original system, with its names, labels and buckets; missing
 * buckets are those of its client library for Python.
 *
 * <p><b>Threads.</b> Ticks by one thread, all else by any.
 */
final class PromisedMetrics {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] CGL = {.001, .005, .01, .05, .1, .5};
  private static final double[] PYTHON = {
    .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
  };

  private final Map<String, String> sizes;
  private final Frequency frequency = new Frequency();
  private final Supplier<Progress> progress;
  private final LongSupplier nowNanos;
  private final Histogram cgl;
  private final Gauge cglFps;
  private final Histogram kuramoto;
  private final Gauge kuramotoPerformance;
  private final Histogram latency;
  private final Histogram modules;
  private final List<DistributionDataPoint> times = new ArrayList<>();
  private List<String> stages = List.of();
  private long periodNanos;
  private volatile double wantedHz = Double.NaN;

  PromisedMetrics(
      Makers makers,
      Map<String, String> sizes,
      Supplier<Progress> progress,
      LongSupplier nowNanos) {
    this.sizes = Map.copyOf(sizes);
    this.progress = progress;
    this.nowNanos = nowNanos;
    cgl =
        makers.histogram(
            "nfcs_cgl_computation_time_seconds", "CGL equation computation time.", CGL);
    cglFps = makers.gauge("nfcs_cgl_performance_fps", "CGL solver FPS by grid size.", "grid_size");
    kuramoto =
        makers.histogram(
            "nfcs_kuramoto_sync_time_seconds",
            "Kuramoto synchronization computation time.",
            PYTHON);
    kuramotoPerformance =
        makers.gauge(
            "nfcs_kuramoto_oscillator_performance",
            "Synchronizations a second, by oscillator count.",
            "oscillator_count");
    latency =
        makers.histogram(
            "nfcs_coordination_latency_seconds",
            "From the moment a tick was due to its commit.",
            PYTHON);
    modules =
        makers.histogram(
            "nfcs_module_response_time_seconds",
            "Individual module response times.",
            PYTHON,
            "module_name");
    makers.asked(
        "nfcs_coordination_frequency_hz",
        "Actual coordination frequency achieved, over the last ten seconds.",
        this::hz);
    makers.asked(
        "nfcs_coordination_frequency_ratio",
        "Actual over scheduled coordination frequency.",
        () -> hz() / wantedHz);
  }

  void onRun(RunHeader header) {
    periodNanos = header.periodNanos();
    frequency.period(periodNanos);
    wantedHz = NANOS_PER_SECOND / periodNanos;
    stages = header.shape().stages();
    times.clear();
    stages.forEach(name -> times.add(modules.labelValues(name)));
  }

  void onTick(Tick tick) {
    latency.observe((tick.latenessNanos(periodNanos) + tick.durationNanos()) / NANOS_PER_SECOND);
    for (int stage = 0; stage < stages.size(); stage++) {
      if (tick.status(stage) == StageStatus.OK) {
        stage(tick, stage, (tick.endNanos(stage) - tick.startNanos(stage)) / NANOS_PER_SECOND);
      }
    }
  }

  private double hz() {
    return frequency.hz(progress.get(), nowNanos.getAsLong());
  }

  private void stage(Tick tick, int stage, double seconds) {
    times.get(stage).observe(seconds);
    String name = stages.get(stage);
    String size = sizes.getOrDefault(name, "");
    if (name.equals("cgl")) {
      cgl.observe(seconds);
      if (!tick.input().isDegraded(DegradeStep.COARSER_GRID)) {
        cglFps.labelValues(size).set(1 / seconds);
      }
    } else if (name.equals("kuramoto")) {
      kuramoto.observe(seconds);
      kuramotoPerformance.labelValues(size).set(1 / seconds);
    }
  }
}
