package io.nfcs.lab.suite;

import io.nfcs.pipeline.timing.Quantiles;
import org.HdrHistogram.Histogram;

/**
 * Times of an operation that is run again and again.
 *
 * @param perSecond operations a second
 * @param duration durations of the operations; of batches the mean of each
 */
record Timing(double perSecond, Quantiles duration) {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double WARM_UP_SHARE = 0.3;

  /** Factor that keeps hundredths of a nanosecond, since a batch divides times. */
  private static final int SCALE = 100;

  /**
   * Times an operation for some seconds, of which the first 30 % warm it up.
   *
   * @param batch operations timed together, more than one for those that take less than about a
   *     microsecond
   */
  static Timing of(double seconds, int batch, Runnable operation) {
    run(seconds * WARM_UP_SHARE, batch, operation, new Histogram(HIGHEST_NANOS, 3));
    Histogram durations = new Histogram(HIGHEST_NANOS, 3);
    long nanos = run(seconds * (1 - WARM_UP_SHARE), batch, operation, durations);
    Quantiles scaled = Quantiles.ofNanos(durations);
    return new Timing(
        durations.getTotalCount() * (double) batch / nanos * NANOS_PER_SECOND,
        new Quantiles(
            scaled.p50() / SCALE,
            scaled.p95() / SCALE,
            scaled.p99() / SCALE,
            scaled.p999() / SCALE,
            scaled.max() / SCALE));
  }

  private static long run(double seconds, int batch, Runnable operation, Histogram durations) {
    long startNanos = System.nanoTime();
    long endNanos = startNanos + (long) (seconds * NANOS_PER_SECOND);
    long before = startNanos;
    do {
      for (int i = 0; i < batch; i++) {
        operation.run();
      }
      long now = System.nanoTime();
      durations.recordValue(Math.min(HIGHEST_NANOS, (now - before) * SCALE / batch));
      before = now;
    } while (before < endNanos);
    return before - startNanos;
  }
}
