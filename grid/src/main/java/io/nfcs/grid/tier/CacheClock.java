package io.nfcs.grid.tier;

import io.nfcs.tier.EntryTimes;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * The monotonic clock of a cache, and its offset from the time of day.
 *
 * <p>The time of day is read once: later changes of the system clock make no entry older or
 * younger. Only frames outside the process have times of day.
 *
 * <p><b>Threads.</b> Any.
 */
final class CacheClock implements NanoClock {
  private final NanoClock monotonic;
  private final EpochNanoClock timeOfDay;
  private final long epochOfZero;

  CacheClock(NanoClock monotonic, EpochNanoClock timeOfDay) {
    this.monotonic = monotonic;
    this.timeOfDay = timeOfDay;
    epochOfZero = timeOfDay.nanoTime() - monotonic.nanoTime();
  }

  @Override
  public long nanoTime() {
    return monotonic.nanoTime();
  }

  /** Returns the time of day, for tiers whose entries outlive the process. */
  EpochNanoClock timeOfDay() {
    return timeOfDay;
  }

  /** Returns times of this process as times of day. */
  EntryTimes toEpoch(EntryTimes times) {
    return shifted(times, epochOfZero);
  }

  /**
   * Returns the times of day as times of this process. An entry from the future, which a clock set
   * back leaves, counts as loaded now: it must not live longer than it was given.
   */
  EntryTimes fromEpoch(EntryTimes times) {
    long future = times.loadedNanos() - epochOfZero - monotonic.nanoTime();
    return shifted(times, -epochOfZero - Math.max(0, future));
  }

  private static EntryTimes shifted(EntryTimes times, long by) {
    return new EntryTimes(
        times.loadedNanos() + by,
        shifted(times.staleNanos(), by),
        shifted(times.deadNanos(), by),
        times.stamp());
  }

  private static long shifted(long nanos, long by) {
    return nanos == EntryTimes.NEVER ? nanos : nanos + by;
  }
}
