package io.nfcs.monitor.metrics;

import io.nfcs.tick.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Frequency of recent commits: ticks of the last ten seconds over their time, so that it falls to 0
 * when the loop stands still. It is computed from the progress of the commit path at each request.
 *
 * <p><b>Threads.</b> Any.
 */
final class Frequency {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int PERIODS = 4;

  private final Deque<Progress> seen = new ArrayDeque<>();
  private long windowNanos = WINDOW_NANOS;

  /** Begins a run; the window is longer for slow runs, so that it has some ticks. */
  synchronized void period(long nanos) {
    windowNanos = Math.max(WINDOW_NANOS, PERIODS * nanos);
  }

  /**
   * Returns the ticks per second, 0 if fewer than two are known.
   *
   * @param progress progress of the run
   */
  synchronized double hz(Progress progress, long nowNanos) {
    note(progress);
    long from = nowNanos - windowNanos;
    while (seen.size() > 2 && isSecondBefore(from)) {
      seen.removeFirst();
    }
    if (seen.size() < 2 || seen.getLast().journalledNanos() - from < 0) {
      return 0;
    }
    Progress first = seen.getFirst();
    Progress last = seen.getLast();
    long ticks = last.journalled() - first.journalled();
    double mean = (double) (last.journalledNanos() - first.journalledNanos()) / ticks;
    // up to two periods after the last tick, no tick is missing yet
    boolean isOverdue = nowNanos - last.journalledNanos() > 2 * mean;
    long until = isOverdue ? nowNanos : last.journalledNanos();
    return ticks * NANOS_PER_SECOND / (until - first.journalledNanos());
  }

  /** Notes the progress; many requests at the same time must not exhaust the window's memory. */
  private void note(Progress progress) {
    if (progress.journalled() == 0) {
      return;
    }
    if (seen.isEmpty() || progress.journalled() > seen.getLast().journalled()) {
      Iterator<Progress> latest = seen.descendingIterator();
      boolean isClose =
          seen.size() > 2
              && latest.next() != null
              && progress.journalledNanos() - latest.next().journalledNanos() < SPACING_NANOS;
      if (isClose) {
        seen.removeLast();
      }
      seen.addLast(progress);
    }
  }

  private boolean isSecondBefore(long nanos) {
    Iterator<Progress> earliest = seen.iterator();
    earliest.next();
    return earliest.next().journalledNanos() - nanos < 0;
  }
}
