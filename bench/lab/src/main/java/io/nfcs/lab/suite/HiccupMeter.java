package io.nfcs.lab.suite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A meter of the pauses of the process, whatever their cause: a thread wants to wake each
 * millisecond, and its lateness is a pause (jHiccup, Tene 2011). A pause counts for each of the
 * wake-ups missed in it, so that long ones are not omitted.
 *
 * <p><b>Threads.</b> Its own, {@code nfcs-hiccups}, alone writes the histogram; {@link #stop}
 * returns it after a join, which orders the memory. <b>Owns</b> its thread until {@link #close()}.
 */
final class HiccupMeter implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Histogram hiccups = new Histogram(HIGHEST_NANOS, 3);
  private final Thread thread = new Thread(this::measure, "nfcs-hiccups");
  private volatile boolean isRunning = true;

  HiccupMeter() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the measurement and returns the pauses, in nanoseconds. */
  Histogram stop() throws InterruptedException {
    isRunning = false;
    thread.join();
    return hiccups;
  }

  @Override
  public void close() {
    isRunning = false;
  }

  private void measure() {
    long before = System.nanoTime();
    while (isRunning) {
      LockSupport.parkNanos(PERIOD_NANOS);
      long now = System.nanoTime();
      long late = Math.clamp(now - before - PERIOD_NANOS, 0, HIGHEST_NANOS);
      hiccups.recordValueWithExpectedInterval(late, PERIOD_NANOS);
      before = now;
    }
  }
}
