package io.nfcs.pipeline;

import io.nfcs.tick.TickClock;

/**
 * A waiter for deadlines: parks until a spin window before the deadline, then spins.
 *
 * <p>Parking alone wakes up late by the timer slack and the scheduler's mood; spinning alone burns
 * a core. The window is the price of a wake-up on time.
 *
 * <p><b>Threads.</b> One waits; any may {@link #cancel()}. <b>Allocates</b> nothing.
 */
final class DeadlineWaiter {
  private final TickClock clock;
  private final long spinWindowNanos;
  private volatile boolean isCancelled;

  /** Creates a waiter that spins for the last {@code spinWindowNanos}. */
  public DeadlineWaiter(TickClock clock, long spinWindowNanos) {
    this.clock = clock;
    this.spinWindowNanos = spinWindowNanos;
  }

  /**
   * Waits until the deadline has come or the wait is cancelled; a deadline that has passed does not
   * wait.
   *
   * @param deadlineNanos by the clock of this waiter
   * @return the time of the wake-up; before the deadline only if cancelled
   */
  public long await(long deadlineNanos) {
    long now = clock.nanoTime();
    while (deadlineNanos - now > spinWindowNanos && !isCancelled) {
      clock.parkNanos(deadlineNanos - now - spinWindowNanos);
      now = clock.nanoTime();
    }
    while (deadlineNanos - now > 0 && !isCancelled) {
      clock.spin();
      now = clock.nanoTime();
    }
    return now;
  }

  /** Ends this and all later waits; the caller must unpark the parked thread. */
  public void cancel() {
    isCancelled = true;
  }

  /** Returns whether all waits have been cancelled. */
  public boolean isCancelled() {
    return isCancelled;
  }
}
