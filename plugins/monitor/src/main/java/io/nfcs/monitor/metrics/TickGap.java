package io.nfcs.monitor.metrics;

import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The gap between two ticks, when processors are free: work of some milliseconds that can be
 * delayed waits for it, and so disturbs no tick. The gap follows from the absolute schedule and the
 * usual time of ticks.
 *
 * <p><b>Threads.</b> Ticks by one, the rest by any. The rhythm is immutable and replaced by a
 * volatile write, so a reader gets values of one tick.
 */
final class TickGap {
  private static final long NEEDED_NANOS = TimeUnit.MILLISECONDS.toNanos(6);
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long SMOOTHING = 8;

  private final LongSupplier nowNanos;
  private volatile Rhythm rhythm = new Rhythm(0, 0, 0);

  TickGap(LongSupplier nowNanos) {
    this.nowNanos = nowNanos;
  }

  void onRun(RunHeader run) {
    rhythm = new Rhythm(0, run.periodNanos(), 0);
  }

  void onTick(Tick tick) {
    Rhythm last = rhythm;
    long took = tick.commitNanos() - tick.scheduledNanos();
    rhythm =
        new Rhythm(
            tick.scheduledNanos(),
            last.periodNanos,
            last.busyNanos + (took - last.busyNanos) / SMOOTHING);
  }

  /** Waits for a gap, for at most a period or a moment, if ticks leave any. */
  void await() {
    long nanos = rhythm.untilGap(nowNanos.getAsLong());
    if (nanos > 0) {
      LockSupport.parkNanos(Math.min(nanos, MOST_NANOS));
    }
  }

  /**
   * Rhythm of the ticks.
   *
   * @param dueNanos time at which one of them was due
   * @param periodNanos time between two, 0 if it is not known
   * @param busyNanos time from when a tick is due until it usually is done
   */
  record Rhythm(long dueNanos, long periodNanos, long busyNanos) {
    /** Returns the time until the next sufficient gap; 0 if there is none. */
    long untilGap(long nanos) {
      // most ticks take less than 1.5 times the usual
      long done = busyNanos + busyNanos / 2;
      if (done + NEEDED_NANOS > periodNanos) {
        return 0;
      }
      long since = Math.floorMod(nanos - dueNanos, periodNanos);
      if (since < done) {
        return done - since;
      }
      return periodNanos - since < NEEDED_NANOS ? periodNanos - since + done : 0;
    }
  }
}
