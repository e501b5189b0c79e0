package io.nfcs.pipeline.timing;

import org.HdrHistogram.Histogram;

/**
 * Durations of one kind, to three digits, up to an hour; values outside count as the nearer limit.
 *
 * <p><b>Units.</b> Nanoseconds in, microseconds out. <b>Threads.</b> One at a time.
 * <b>Allocates</b> when made.
 */
public final class Durations {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;

  private final Histogram histogram = new Histogram(HIGHEST_NANOS, 3);

  /** Creates empty durations. */
  public Durations() {}

  /** Records a duration. */
  public void record(long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
  }

  /** Removes all durations. */
  public void reset() {
    histogram.reset();
  }

  /** Returns the quantiles of all durations. */
  public Quantiles quantiles() {
    return Quantiles.ofNanos(histogram);
  }
}
