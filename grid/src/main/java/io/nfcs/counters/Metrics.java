package io.nfcs.counters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Metrics of the parts of a run, by name: each is read on request, and costs nothing until then.
 *
 * <p>Names are those of Prometheus: {@code nfcs_}, the thing, its base unit; a count without {@code
 * _total}, which is added where it is written. <b>Threads.</b> Any; so are the suppliers called,
 * which must answer at once. <b>Owns</b> nothing: a registered part must outlive all readers, since
 * a metric cannot be taken out. Nor is it checked that a name with its labels is added once.
 */
public final class Metrics {
  private final List<Metric> all = new CopyOnWriteArrayList<>();

  /** Creates an empty set. */
  public Metrics() {}

  /** Adds a metric that only grows. */
  public void counter(String name, String help, Map<String, String> labels, LongSupplier value) {
    all.add(new Metric(name, true, help, labels, value::getAsLong));
  }

  /** Adds a metric that goes up and down; NaN if it has no value. */
  public void gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {
    all.add(new Metric(name, false, help, labels, value));
  }

  /** Returns all metrics, in the order in which they were added. */
  public List<Metric> all() {
    return List.copyOf(all);
  }

  /**
   * A metric.
   *
   * @param name its name
   * @param isCounter whether it only grows
   * @param help its meaning
   * @param labels labels that distinguish it from others of its name; few values each
   * @param value its present value
   */
  public record Metric(
      String name,
      boolean isCounter,
      String help,
      Map<String, String> labels,
      DoubleSupplier value) {
    /** Copies the labels. */
    public Metric {
      labels = Map.copyOf(labels);
    }
  }
}
