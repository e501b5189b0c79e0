package io.nfcs.grid.near;

import io.nfcs.cache.EntryTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The entries that die, by their time.
 *
 * <p><b>Threads.</b> One at a time, under the tier's lock.
 */
final class Expiry {
  private static final long RESOLUTION_NANOS = 1L << 24;
  private static final int WHEEL_TICKS = 1024;
  private static final int BATCH = 10_000;

  /** Counts from the start: it compares times, and those of a clock may pass the largest. */
  private final DeadlineTimerWheel wheel;

  private final long startNanos;
  private final Long2ObjectHashMap<NearEntry> entries = new Long2ObjectHashMap<>();
  private final List<NearEntry> due = new ArrayList<>();

  Expiry(long startNanos) {
    this.startNanos = startNanos;
    wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, RESOLUTION_NANOS, WHEEL_TICKS);
  }

  void add(NearEntry entry) {
    if (entry.times().deadNanos() != EntryTimes.NEVER) {
      entry.timerId = wheel.scheduleTimer(entry.times().deadNanos() - startNanos);
      entries.put(entry.timerId, entry);
    }
  }

  void remove(NearEntry entry) {
    if (entry.timerId != NearEntry.NO_TIMER) {
      wheel.cancelTimer(entry.timerId);
      entries.remove(entry.timerId);
      entry.timerId = NearEntry.NO_TIMER;
    }
  }

  /** Takes out what is dead at a time; valid until the next call. */
  List<NearEntry> due(long nowNanos) {
    due.clear();
    long now = nowNanos - startNanos;
    while (wheel.currentTickTime() <= now && due.size() < BATCH) {
      wheel.poll(now, this::expire, BATCH - due.size());
    }
    return due;
  }

  private boolean expire(TimeUnit unit, long nowNanos, long timerId) {
    NearEntry entry = entries.remove(timerId);
    entry.timerId = NearEntry.NO_TIMER;
    due.add(entry);
    return true;
  }
}
