package io.nfcs.pipeline;

/**
 * A schedule of absolute deadlines: period k is due at start + k / frequency, exactly, for ever.
 *
 * <p>The frequency is held in millihertz, so that one that does not divide a second (3 Hz) does not
 * drift either: each deadline is rounded down to a nanosecond by itself.
 *
 * <p><b>Units.</b> Nanoseconds. <b>Threads.</b> Immutable.
 */
final class TickSchedule {
  private static final long NANOS_TIMES_MILLI = 1_000_000_000_000L;

  private final long startNanos;
  private final long millihertz;

  /**
   * Creates a schedule whose period 0 is due at {@code startNanos}.
   *
   * @param hz ticks a second, 0.001 to 1000000, kept to a thousandth
   */
  public TickSchedule(long startNanos, double hz) {
    this.startNanos = startNanos;
    millihertz = Math.round(hz * 1000);
    if (millihertz < 1 || millihertz > 1_000_000_000) {
      throw new IllegalArgumentException("hz=" + hz + ", allowed 0.001..1000000");
    }
  }

  /** Returns the deadline of period k. */
  public long deadlineNanos(long k) {
    long whole = Math.floorDiv(k, millihertz);
    long part = Math.floorMod(k, millihertz);
    // part * NANOS_TIMES_MILLI / millihertz, of which the product is too large for a long
    return startNanos
        + whole * NANOS_TIMES_MILLI
        + part * (NANOS_TIMES_MILLI / millihertz)
        + part * (NANOS_TIMES_MILLI % millihertz) / millihertz;
  }

  /** Returns the last period due at {@code nowNanos}; -1 before the start. */
  public long due(long nowNanos) {
    long elapsed = nowNanos - startNanos;
    if (elapsed < 0) {
      return -1;
    }
    long whole = elapsed / NANOS_TIMES_MILLI;
    long rest = elapsed % NANOS_TIMES_MILLI;
    long guess = whole * millihertz + (long) ((double) rest * millihertz / NANOS_TIMES_MILLI);
    while (deadlineNanos(guess) > nowNanos) {
      guess--;
    }
    while (deadlineNanos(guess + 1) <= nowNanos) {
      guess++;
    }
    return guess;
  }

  /** Returns the period, rounded down. */
  public long periodNanos() {
    return NANOS_TIMES_MILLI / millihertz;
  }
}
