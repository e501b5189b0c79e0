package io.nfcs.lab.load;

import io.nfcs.tick.TickClock;

/**
 * A span of time in which no operation progresses.
 *
 * @param fromNanos its beginning
 * @param toNanos its end; the same for no stall
 */
record Stall(long fromNanos, long toNanos) {
  /** Waits until the stall is over, if it is on. */
  void pass(TickClock clock) {
    long now = clock.nanoTime();
    while (now >= fromNanos && now < toNanos) {
      clock.parkNanos(toNanos - now);
      now = clock.nanoTime();
    }
  }
}
