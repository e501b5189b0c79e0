package io.nfcs.grid.tier;

import io.nfcs.cache.TierStatistics;
import io.nfcs.codec.Codec;
import io.nfcs.grid.near.NearEntry;
import io.nfcs.grid.near.NearLease;
import io.nfcs.grid.near.NearStatistics;
import io.nfcs.grid.near.NearTier;
import io.nfcs.grid.near.NearTier.PutResult;
import io.nfcs.grid.near.Origins;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The near tier as the first of a cache's tiers, with its look-ups counted and timed.
 *
 * <p><b>Threads.</b> Any.
 *
 * @param near the tier
 * @param isKept whether values are kept in it; else it has leases only
 * @param times of look-ups
 * @param lifetimes of entries
 * @param clock of entries
 * @param corrupt counts entries whose bytes their codec did not read
 */
record MeasuredNear(
    NearTier near,
    boolean isKept,
    LatencyHistogram times,
    Lifetimes lifetimes,
    NanoClock clock,
    LongAdder corrupt) {

  MeasuredNear(
      NearTier near, boolean isKept, LatencyHistogram times, Lifetimes lifetimes, NanoClock clock) {
    this(near, isKept, times, lifetimes, clock, new LongAdder());
  }

  /** Returns a copy of the entry of a key that may still be served as fresh, or {@code null}. */
  @Nullable Found find(byte[] keyBytes) {
    try (NearLease lease = near.borrow()) {
      lease.probe().set(Codec.bytes(), keyBytes);
      NearEntry entry = near.find(lease);
      if (entry == null || entry.isInvalid() || entry.times().isStale(clock.nanoTime())) {
        return null;
      }
      byte[] value = entry.isNegative() ? null : entry.value().toArray(ValueLayout.JAVA_BYTE);
      return new Found(value, entry.times(), entry.tags(), Origins.NEAR);
    }
  }

  /** Keeps an entry in place of any earlier one, or neither if there is no room. */
  PutResult store(CacheKey key, byte[] keyBytes, Found found) {
    EntryTimes times = found.times();
    return isKept
        ? near.put(key, keyBytes, found.value(), times, lifetimes.dueNanos(times), found.tags())
        : PutResult.KEPT;
  }

  /** Removes the entry of a key and returns whether there was one. */
  boolean remove(CacheKey key) {
    return near.remove(key);
  }

  long misses() {
    return near.misses();
  }

  /** Returns the residue of the law of look-ups. */
  long residue() {
    return near.residue();
  }

  TierStatistics statistics() {
    NearStatistics now = near.statistics();
    return new TierStatistics(
        "near",
        now.lookups(),
        now.hits(),
        now.misses(),
        now.stores(),
        now.evictions(),
        now.expirations(),
        0,
        Map.of("LENGTH", now.tooLong(), "ROOM", now.withoutRoom()),
        corrupt.sum(),
        0,
        0,
        now.entries(),
        now.heldBytes(),
        now.limitBytes(),
        times.quantileNanos(0.5),
        times.quantileNanos(0.99));
  }
}
