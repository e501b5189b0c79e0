package io.nfcs.monitor.alert;

import java.util.Map;

/**
 * A value of a metric at a time.
 *
 * @param name of the metric, with {@code _total} if it counts
 * @param labels of the series
 * @param value its value
 */
public record Sample(String name, Map<String, String> labels, double value) {
  /** Copies the labels. */
  public Sample {
    labels = Map.copyOf(labels);
  }
}
