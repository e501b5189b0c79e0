package io.nfcs.grid.tier;

import io.nfcs.memory.Digest;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import java.util.concurrent.TimeUnit;

/** Times to live of entries. */
record Lifetimes(CacheSettings settings) {
  long liveMillis() {
    return settings.ttlMillis();
  }

  /**
   * Returns the times of an entry with a value.
   *
   * @param liveMillis 0 for ever
   * @param reloadable whether it can be loaded again, so that it may be served stale meanwhile
   */
  EntryTimes ofValue(
      CacheKey key, long loadedNanos, long liveMillis, boolean reloadable, long stamp) {
    if (liveMillis == 0) {
      return new EntryTimes(loadedNanos, EntryTimes.NEVER, EntryTimes.NEVER, stamp);
    }
    // from the key and not from a generator: two nodes, or a replay, agree
    double share = (Digest.mix(key.low(), loadedNanos) >>> 11) * 0x1p-53;
    long live = TimeUnit.MILLISECONDS.toNanos(liveMillis);
    long stale = EntryTimes.after(loadedNanos, live - (long) (live * settings.ttlJitter() * share));
    long grace = reloadable ? TimeUnit.MILLISECONDS.toNanos(settings.staleMillis()) : 0;
    return new EntryTimes(loadedNanos, stale, EntryTimes.after(stale, grace), stamp);
  }

  /** Returns the times of an entry for a key without a value. */
  EntryTimes ofNothing(long loadedNanos, long stamp) {
    long dead =
        EntryTimes.after(loadedNanos, TimeUnit.MILLISECONDS.toNanos(settings.negativeTtlMillis()));
    return new EntryTimes(loadedNanos, dead, dead, stamp);
  }

  /** Returns the time from which on an entry is to be loaded again, or is stale. */
  long dueNanos(EntryTimes times) {
    if (times.staleNanos() == EntryTimes.NEVER) {
      return EntryTimes.NEVER;
    }
    long live = times.staleNanos() - times.loadedNanos();
    return times.staleNanos() - (long) ((1 - settings.refreshAhead()) * live);
  }

  /** Returns whether enough of an entry's time is over to load it again. */
  boolean isDue(EntryTimes times, long nowNanos) {
    long due = dueNanos(times);
    return due != EntryTimes.NEVER && nowNanos - due >= 0;
  }
}
