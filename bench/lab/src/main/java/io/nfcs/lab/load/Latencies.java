package io.nfcs.lab.load;

import io.nfcs.pipeline.timing.Quantiles;
import org.HdrHistogram.Histogram;

/**
 * Latencies of operations.
 *
 * @param operations number that were due
 * @param failures number that failed, or were not begun before the test was over
 * @param intended from the time at which they were due to their end
 * @param service from the time at which they were begun to their end
 */
public record Latencies(long operations, long failures, Quantiles intended, Quantiles service) {
  static Latencies of(Histogram intended, Histogram service, long failures) {
    return new Latencies(
        intended.getTotalCount(),
        failures,
        Quantiles.ofNanos(intended),
        Quantiles.ofNanos(service));
  }

  /** Returns the share of the operations that did not fail, 1 if there were none. */
  public double successRate() {
    return operations == 0 ? 1 : 1 - (double) failures / operations;
  }
}
