package io.nfcs.pipeline.timing;

import org.HdrHistogram.Histogram;

/**
 * Durations of one kind, to three digits, up to an hour; what is outside counts as the nearer end.
 *
 * <p><b>Units.</b> Nanoseconds in, microseconds out. <b>Threads.</b> One at a time.
 * <b>Allocates</b> when made.
 */
public final class Durations {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;

  private final Histogram histogram = new Histogram(HIGHEST_NANOS, 3);

  /** Without durations. */
  public Durations() {}

  /** Takes a duration in. */
  public void record(long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
  }

  /** Forgets all. */
  public void reset() {
    histogram.reset();
  }

  /** Quantiles of all. */
  public Quantiles quantiles() {
    return Quantiles.ofNanos(histogram);
  }
}
