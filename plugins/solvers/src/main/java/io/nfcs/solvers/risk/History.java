package io.nfcs.solvers.risk;

import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;

/** The last fifty-one values of one quantity: the newest and the fifty before it. */
final class History {
  private static final int BEFORE = 50;
  private static final int LINE = 10;
  private static final double DEVIATIONS = 3.0;

  /** Bytes of {@link #save}. */
  static final int STATE_BYTES = Long.BYTES + (BEFORE + 1) * Double.BYTES;

  private final double[] ring = new double[BEFORE + 1];
  private long added;

  void add(double value) {
    ring[(int) (added++ % ring.length)] = value;
  }

  /** Writes how many values there have been, and the last ones in the order of their places. */
  void save(StateWriter to) {
    to.writeLong(added);
    to.writeDoubles(ring, 0, ring.length);
  }

  void restore(StateReader from) {
    added = from.readLong();
    if (added < 0) {
      throw new IllegalArgumentException("state has " + added + " values, expected 0 or more");
    }
    from.readDoubles(ring, 0, ring.length);
  }

  /**
   * Returns whether the least-squares line through the last ten rises by more than {@code by} over
   * them.
   */
  boolean rises(double by) {
    if (added < LINE) {
      return false;
    }
    double moment = 0;
    double squares = 0;
    for (int age = 0; age < LINE; age++) {
      double x = (LINE - 1) / 2.0 - age;
      moment += x * value(age);
      squares += x * x;
    }
    return moment / squares * (LINE - 1) > by;
  }

  /**
   * Returns whether the newest is more than three standard deviations from the mean of those
   * before.
   */
  boolean isOutlier() {
    if (added <= LINE) {
      return false;
    }
    int n = (int) Math.min(added - 1, BEFORE);
    double mean = 0;
    for (int age = 1; age <= n; age++) {
      mean += value(age) / n;
    }
    double variance = 0;
    for (int age = 1; age <= n; age++) {
      double d = value(age) - mean;
      variance += d * d / n;
    }
    // a constant past has rounding noise for a deviation
    double deviation = Math.max(Math.sqrt(variance), 1e-9 * Math.abs(mean));
    return Math.abs(value(0) - mean) > DEVIATIONS * deviation;
  }

  private double value(int age) {
    return ring[(int) ((added - 1 - age) % ring.length)];
  }
}
