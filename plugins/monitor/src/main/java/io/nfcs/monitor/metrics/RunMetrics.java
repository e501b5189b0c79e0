package io.nfcs.monitor.metrics;

import io.nfcs.monitor.alert.Sample;
import io.nfcs.monitor.health.TableProgress;
import io.nfcs.monitor.parts.Parts;
import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryPoolAllocationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of a run: those of its ticks, of its parts and of the JVM. They are gathered between
 * two ticks, since gathering takes some milliseconds of a processor.
 *
 * <p><b>Threads.</b> Ticks by one thread, all else by any. <b>Owns</b> a stream of the flight
 * recorder until {@link #close()}.
 */
public final class RunMetrics implements AutoCloseable {
  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PromisedMetrics promised;
  private final TickMetrics ticks;
  private final Counter requests;
  private final GcPauses pauses;
  private final TickGap gap;

  /**
   * Creates the metrics of a run without ticks.
   *
   * @param tables progress of the tables
   * @param parts reads the parts
   * @param nowNanos the ticks' clock
   */
  public RunMetrics(ObserverContext run, TableProgress tables, Parts parts, LongSupplier nowNanos) {
    registry = new SafeRegistry(parts);
    gap = new TickGap(nowNanos);
    Makers makers = new Makers(registry);
    promised = new PromisedMetrics(makers, run.stageSizes(), run::progress, nowNanos);
    ticks = new TickMetrics(makers, run.errors());
    registry.register(new PartMetrics(run, tables, parts));
    jvm(registry);
    requests =
        makers.counter(
            "nfcs_http_requests",
            "Requests of metrics, health and page, by the status of the response.",
            "status");
    pauses = new GcPauses(makers);
  }

  /**
   * Adds all metrics of the JVM except threads: the search for deadlocks stops all of them at each
   * scrape.
   */
  private static void jvm(PrometheusRegistry registry) {
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmMemoryPoolAllocationMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** Begins a run. */
  public void onRun(RunHeader header) {
    promised.onRun(header);
    ticks.onRun(header);
    gap.onRun(header);
  }

  /** Counts a tick in the journal. */
  public void onTick(Tick tick) {
    promised.onTick(tick);
    ticks.onTick(tick);
    gap.onTick(tick);
  }

  /** Counts a request by the HTTP status of its response, 0 if the client had gone. */
  public void onRequest(int status) {
    if (status != 0) {
      requests.labelValues(Integer.toString(status)).inc();
    }
  }

  /**
   * Returns all counters, gauges and quantiles. Waits for a gap between two ticks, a quarter of a
   * second at most, and a second at most for each part that does not answer.
   */
  public List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (MetricSnapshot snapshot : scrape()) {
      String name = snapshot.getMetadata().getPrometheusName();
      switch (snapshot) {
        case GaugeSnapshot gauge ->
            gauge
                .getDataPoints()
                .forEach(point -> samples.add(sample(name, point.getLabels(), point.getValue())));
        case CounterSnapshot counter ->
            counter
                .getDataPoints()
                .forEach(point ->
                    samples.add(sample(name + "_total", point.getLabels(), point.getValue())));
        case SummarySnapshot summary ->
            summary
                .getDataPoints()
                .forEach(point ->
                    point
                        .getQuantiles()
                        .forEach(quantile ->
                            samples.add(
                                sample(
                                    name,
                                    point
                                        .getLabels()
                                        .add("quantile", Double.toString(quantile.getQuantile())),
                                    quantile.getValue()))));
        default -> {
          // buckets are for Prometheus
        }
      }
    }
    return samples;
  }

  private static Sample sample(String name, Labels labels, double value) {
    return new Sample(
        name, labels.stream().collect(Collectors.toMap(Label::getName, Label::getValue)), value);
  }

  /**
   * Returns all values as text, in the requested format: OpenMetrics or Prometheus. Waits as {@link
   * #samples} does.
   *
   * @param accept what the request accepts, {@code null} for anything
   */
  public Text text(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(bytes, scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Text(writer.getContentType(), bytes.toByteArray());
  }

  private MetricSnapshots scrape() {
    gap.await();
    return registry.scrape();
  }

  @Override
  public void close() {
    pauses.close();
  }

  /**
   * A text with its type.
   *
   * @param contentType content type of HTTP
   * @param bytes the text
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on to the response at once
  public record Text(String contentType, byte[] bytes) {}
}
