package io.nfcs.monitor.health;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import java.util.function.LongSupplier;

/**
 * Progress of the tables: their lag behind the journal, and the time for which they have taken no
 * tick although some wait.
 *
 * <p>The time begins with the first call that finds a waiting tick. <b>Units. </b> Nanoseconds of
 * the ticks' clock. <b>Threads.</b> Any.
 */
public final class TableProgress {
  private static final long NOTHING_WAITS = -1;

  private final Counters counters;
  private final LongSupplier nowNanos;
  private long stored = NOTHING_WAITS;
  private long sinceNanos;

  /** Creates the progress of a run that has just begun. */
  public TableProgress(Counters counters, LongSupplier nowNanos) {
    this.counters = counters;
    this.nowNanos = nowNanos;
  }

  /** Returns the number of ticks in the journal that are not in the tables yet. */
  public long lag() {
    return counters.storeLag();
  }

  /**
   * Returns the time for which the tables have stood still with ticks waiting; 0 if they advance.
   */
  public synchronized long stillNanos() {
    long now = nowNanos.getAsLong();
    long seen = lag() == 0 ? NOTHING_WAITS : counters.value(CounterId.TICKS_STORED);
    if (seen != stored || seen == NOTHING_WAITS) {
      stored = seen;
      sinceNanos = now;
    }
    return now - sinceNanos;
  }
}
