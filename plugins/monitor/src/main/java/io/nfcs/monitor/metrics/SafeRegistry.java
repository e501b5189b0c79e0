package io.nfcs.monitor.metrics;

import io.nfcs.monitor.parts.Parts;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/** A registry in which a failing collector loses only its own metrics. */
final class SafeRegistry extends PrometheusRegistry {
  private final Parts parts;

  SafeRegistry(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void register(Collector collector) {
    MetricFamilyDescriptor family = collector.getMetricFamilyDescriptor();
    List<MetricFamilyDescriptor> families = family == null ? List.of() : List.of(family);
    super.register(new Safe(() -> MetricSnapshots.of(collector.collect()), families));
  }

  @Override
  public void register(MultiCollector collector) {
    super.register(new Safe(collector::collect, collector.getMetricFamilyDescriptors()));
  }

  private final class Safe implements MultiCollector {
    private final Supplier<MetricSnapshots> collector;
    private final List<MetricFamilyDescriptor> families;

    Safe(Supplier<MetricSnapshots> collector, List<MetricFamilyDescriptor> families) {
      this.collector = collector;
      this.families = families;
    }

    @Override
    public MetricSnapshots collect() {
      try {
        return collector.get();
      } catch (RuntimeException | Error failure) {
        parts.failed("a collector of metrics", failure);
        return MetricSnapshots.of();
      }
    }

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
      return families;
    }
  }
}
