package io.nfcs.lab.load;

import io.nfcs.tick.TickClock;
import java.util.concurrent.TimeUnit;

/**
 * One user: performs the operations of its schedule when they are due, one at a time.
 *
 * <p>An operation that is late, because the one before took long, keeps its due time: the time it
 * waited is part of its latency, so that nothing is omitted (Tene, 2013). Operations due before the
 * end of the test may begin until a short time after it; the rest is abandoned, and counted with
 * its waiting time so far.
 *
 * <p><b>Threads.</b> One, its own. <b>Owns</b> its session. <b>Fails.</b> An exception of an
 * operation is recorded; an {@link Error} ends the user.
 */
final class VirtualUser implements Runnable {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Longest wait at a time, so that a user notices when a test ends early. */
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final UserSchedule schedule;
  private final Session session;
  private final LoadRecorder recorder;
  private final Stall stall;
  private final TickClock clock;

  VirtualUser(
      UserSchedule schedule, Session session, LoadRecorder recorder, Stall stall, TickClock clock) {
    this.schedule = schedule;
    this.session = session;
    this.recorder = recorder;
    this.stall = stall;
    this.clock = clock;
  }

  @Override
  public void run() {
    try (session) {
      Arrival arrival = schedule.next();
      while (waitFor(arrival)) {
        if (clock.nanoTime() < recorder.endNanos() + GRACE_NANOS) {
          perform(arrival);
        } else {
          recorder.abandoned(arrival, clock.nanoTime());
        }
        arrival = schedule.next();
      }
    }
  }

  /** Waits until an operation is due; returns false if the test ends before. */
  private boolean waitFor(Arrival arrival) {
    while (arrival.intendedNanos() < recorder.endNanos()) {
      long early = arrival.intendedNanos() - clock.nanoTime();
      if (early <= 0) {
        return true;
      }
      clock.parkNanos(Math.min(early, LONGEST_PARK_NANOS));
    }
    return false;
  }

  @SuppressWarnings("CatchingUnchecked") // any failure is a measurement
  private void perform(Arrival arrival) {
    long startNanos = clock.nanoTime();
    Exception failure = null;
    try {
      stall.pass(clock);
      session.perform(arrival.operation(), arrival.key());
    } catch (Exception e) {
      failure = e;
    }
    recorder.record(arrival, startNanos, clock.nanoTime(), failure);
  }
}
