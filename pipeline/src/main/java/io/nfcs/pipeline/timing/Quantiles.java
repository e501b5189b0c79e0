package io.nfcs.pipeline.timing;

import org.HdrHistogram.Histogram;

/**
 * Quantiles of a duration, in microseconds.
 *
 * @param p50 median
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param max largest
 */
public record Quantiles(double p50, double p95, double p99, double p999, double max) {
  private static final double NANOS_PER_MICRO = 1e3;

  /** Returns the quantiles of a histogram of nanoseconds. */
  public static Quantiles ofNanos(Histogram histogram) {
    return new Quantiles(
        histogram.getValueAtPercentile(50) / NANOS_PER_MICRO,
        histogram.getValueAtPercentile(95) / NANOS_PER_MICRO,
        histogram.getValueAtPercentile(99) / NANOS_PER_MICRO,
        histogram.getValueAtPercentile(99.9) / NANOS_PER_MICRO,
        histogram.getMaxValue() / NANOS_PER_MICRO);
  }
}
