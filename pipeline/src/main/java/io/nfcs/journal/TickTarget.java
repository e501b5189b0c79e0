package io.nfcs.journal;

import io.nfcs.tick.RunHeader;

/**
 * A target among the ticks of a run, to which a reader goes.
 *
 * <p><b>Units.</b> Nanoseconds of the run's clock.
 */
@FunctionalInterface
public interface TickTarget {
  /**
   * Returns whether the target comes after a tick; once false, it stays false for all later ticks.
   *
   * @param header the header in force at the tick, by whose clock its time is
   */
  boolean isAfter(RunHeader header, long number, long scheduledNanos);

  /** Returns the target of a tick's number. */
  static TickTarget number(long wanted) {
    return (header, number, scheduledNanos) -> number < wanted;
  }
}
