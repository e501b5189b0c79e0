package io.nfcs.grid.tier;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of recent times, with buckets a sixteenth of their value wide, as in HdrHistogram
 * (Tene).
 *
 * <p>When {@value #HALVE_AT} times are in it all buckets are halved, so that a quantile follows the
 * present: older times count half.
 *
 * <p><b>Units.</b> Nanoseconds. <b>Threads.</b> Any; recording is lock-free. The thread that
 * records the time which fills it halves all buckets; times that others record meanwhile are kept,
 * and may be halved or not. A quantile is read while others record, so it is that of no exact
 * moment. <b>Allocates</b> when made.
 */
final class LatencyHistogram {
  private static final long HALVE_AT = 8192;
  private static final int SUB_BITS = 4;
  private static final int SUB = 1 << SUB_BITS;

  private final AtomicLongArray buckets = new AtomicLongArray(Long.SIZE * SUB);
  private final AtomicLong count = new AtomicLong();

  /** Creates a histogram without times. */
  public LatencyHistogram() {}

  /** Records a time; one below 0 counts as 0. */
  public void record(long nanos) {
    buckets.incrementAndGet(bucket(Math.max(0, nanos)));
    if (count.incrementAndGet() == HALVE_AT) {
      halve();
    }
  }

  /**
   * Returns the time that the given share of recent times does not exceed, rounded up to the end of
   * its bucket; 0 if there are none. Reads all 1024 buckets.
   *
   * @param share above 0, up to 1
   */
  public long quantileNanos(double share) {
    long total = 0;
    for (int i = 0; i < buckets.length(); i++) {
      total += buckets.get(i);
    }
    long rank = (long) Math.ceil(share * total);
    long below = 0;
    for (int i = 0; i < buckets.length() && total > 0; i++) {
      below += buckets.get(i);
      if (below >= rank) {
        return upperEnd(i);
      }
    }
    return 0;
  }

  private void halve() {
    long left = 0;
    for (int i = 0; i < buckets.length(); i++) {
      left += buckets.updateAndGet(i, n -> n >>> 1);
    }
    count.set(left);
  }

  private static int bucket(long nanos) {
    if (nanos < SUB) {
      return (int) nanos;
    }
    int doubling = 63 - Long.numberOfLeadingZeros(nanos);
    return ((doubling - SUB_BITS + 1) << SUB_BITS)
        + (int) (nanos >>> (doubling - SUB_BITS) & (SUB - 1));
  }

  private static long upperEnd(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    int shift = (bucket >> SUB_BITS) - 1;
    return (((long) (SUB + (bucket & (SUB - 1))) + 1) << shift) - 1;
  }
}
