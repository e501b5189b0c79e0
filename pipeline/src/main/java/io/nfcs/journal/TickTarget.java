package io.nfcs.journal;

import io.nfcs.tick.RunHeader;

/**
 * A place among the ticks of a run, to which a reader goes.
 *
 * <p><b>Units.</b> Nanoseconds of the run's clock.
 */
@FunctionalInterface
public interface TickTarget {
  /** Whether it comes after a tick; once it does not, it never does again. */
  boolean isAfter(RunHeader header, long number, long scheduledNanos);

  /** The tick of a number. */
  static TickTarget number(long wanted) {
    return (header, number, scheduledNanos) -> number < wanted;
  }
}
