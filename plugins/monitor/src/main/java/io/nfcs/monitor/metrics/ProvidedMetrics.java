package io.nfcs.monitor.metrics;

import io.nfcs.counters.Metrics;
import io.nfcs.counters.Metrics.Metric;
import io.nfcs.monitor.parts.Parts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values of the metrics that parts of a run provide. While a part does not answer, the parts before
 * it keep their latest values.
 *
 * <p><b>Threads.</b> Any. {@link Parts} has one request at a time, which fills a map of its own
 * that it has published before; readers copy the map under its lock, whole or as far as it is
 * filled.
 */
final class ProvidedMetrics {
  private final Metrics metrics;
  private final Parts parts;

  /** Values from the latest request so far; the next request begins after its end. */
  private volatile Map<Metric, Double> latest = Map.of();

  ProvidedMetrics(Metrics metrics, Parts parts) {
    this.metrics = metrics;
    this.parts = parts;
  }

  /** Returns the values by metric, in the order of their declaration. */
  Map<Metric, Double> values() {
    Map<Metric, Double> provided = parts.ask("metrics", this::ask).orElseGet(() -> latest);
    synchronized (provided) {
      return new LinkedHashMap<>(provided);
    }
  }

  private Map<Metric, Double> ask() {
    Map<Metric, Double> provided = Collections.synchronizedMap(new LinkedHashMap<>());
    latest = provided;
    for (Metric metric : metrics.all()) {
      try {
        provided.put(metric, metric.value().getAsDouble());
      } catch (RuntimeException | Error failure) {
        parts.failed(metric.name(), failure);
      }
    }
    return provided;
  }
}
