package io.nfcs.monitor.health;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import java.util.function.LongSupplier;

/**
 * Whether the tables continue: how far they are behind the journal, and for how long they have
 * taken no tick although some wait.
 *
 * <p>It knows what it has seen: the time begins with the first look at a tick that waits. <b>Units.
 * </b> Nanoseconds of the ticks' clock. <b>Threads.</b> Any.
 */
public final class TableProgress {
  private static final long NOTHING_WAITS = -1;

  private final Counters counters;
  private final LongSupplier nowNanos;
  private long stored = NOTHING_WAITS;
  private long sinceNanos;

  /** Progress of a run that has just begun. */
  public TableProgress(Counters counters, LongSupplier nowNanos) {
    this.counters = counters;
    this.nowNanos = nowNanos;
  }

  /** Returns the ticks in the journal that are not in the tables yet. */
  public long lag() {
    return counters.storeLag();
  }

  /** Returns how long the tables have stood still with ticks to take; 0 if they continue. */
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
