package io.nfcs.monitor.metrics;

import java.util.concurrent.TimeUnit;

/**
 * How often ticks have come of late: those of the last ten seconds over the time they took, so that
 * a loop that stands still comes down to 0 and does not keep its last figure.
 *
 * <p><b>Threads.</b> Any.
 */
final class Frequency {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int KEPT = 1024;

  private final long[] wakeups = new long[KEPT];
  private long count;

  synchronized void reset() {
    count = 0;
  }

  synchronized void tick(long wakeupNanos) {
    wakeups[(int) (count++ % KEPT)] = wakeupNanos;
  }

  /** Ticks a second, 0 if there were fewer than two. */
  synchronized double hz(long nowNanos) {
    long from = nowNanos - TimeUnit.SECONDS.toNanos(10);
    long oldest = count;
    while (oldest > 0 && oldest > count - KEPT && at(oldest - 1) >= from) {
      oldest--;
    }
    long gaps = count - oldest - 1;
    if (gaps < 1) {
      return 0;
    }
    double mean = (double) (at(count - 1) - at(oldest)) / gaps;
    // within two gaps after the last tick nothing is missing yet
    double until = nowNanos - at(count - 1) > 2 * mean ? nowNanos : at(count - 1);
    return gaps * NANOS_PER_SECOND / (until - at(oldest));
  }

  private long at(long index) {
    return wakeups[(int) (index % KEPT)];
  }
}
