package io.nfcs.monitor.metrics;

import io.nfcs.tick.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * How often ticks have been committed recently: those of the last ten seconds over the time they
 * took, so that a loop that stands still comes down to 0 and does not keep its last figure. It is
 * reckoned from how far the commit path had come each time somebody asked.
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

  /** A run begins; the window of one that is slow has some ticks in it all the same. */
  synchronized void period(long nanos) {
    windowNanos = Math.max(WINDOW_NANOS, PERIODS * nanos);
  }

  /**
   * Ticks a second, 0 if fewer than two are known.
   *
   * @param progress how far the run has come
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
    // within two periods after the last tick nothing is missing yet
    boolean isOverdue = nowNanos - last.journalledNanos() > 2 * mean;
    long until = isOverdue ? nowNanos : last.journalledNanos();
    return ticks * NANOS_PER_SECOND / (until - first.journalledNanos());
  }

  /** Many who ask at the same time must not make the window short of memory. */
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
