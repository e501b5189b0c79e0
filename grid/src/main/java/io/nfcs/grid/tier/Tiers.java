package io.nfcs.grid.tier;

import io.nfcs.cache.CacheStatistics;
import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.near.NearTier.PutResult;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tiers of a cache, near and those below it in their order. A look-up goes down through them,
 * and copies its entry to those above.
 *
 * <p><b>Threads.</b> Any. What is brought up while its key is changed is not kept.
 */
final class Tiers {
  private final MeasuredNear near;
  private final List<MeasuredTier> below;
  private final Frames frames;
  private final Flights flights;
  private final KeyLocks locks;
  private final EntryLimits limits;
  private final ErrorLog errors;

  Tiers(
      MeasuredNear near,
      List<MeasuredTier> below,
      Frames frames,
      Flights flights,
      KeyLocks locks,
      EntryLimits limits,
      ErrorLog errors) {
    this.near = near;
    this.below = below;
    this.frames = frames;
    this.flights = flights;
    this.locks = locks;
    this.limits = limits;
    this.errors = errors;
  }

  MeasuredNear near() {
    return near;
  }

  /** Returns the tiers below near. */
  List<MeasuredTier> below() {
    return below;
  }

  /** Returns the tiers below near that no other process changes. */
  List<MeasuredTier> own() {
    return below.stream().filter(tier -> tier.shared() == null).toList();
  }

  /** Returns the tier whose log other processes also follow, {@code null} if there is none. */
  @Nullable MeasuredTier withLog() {
    return below.stream().filter(MeasuredTier::hasLog).findFirst().orElse(null);
  }

  CacheStatistics.Compression compression() {
    return frames.compression();
  }

  /** Looks keys up below near, a tier in one step, and copies found entries up. */
  void find(List<Wanted> wanted) {
    List<Wanted> left = wanted;
    for (int depth = 0; depth < below.size() && !left.isEmpty(); depth++) {
      MeasuredTier tier = below.get(depth);
      List<Wanted> missing = tier.find(left);
      boolean isDone = false;
      try {
        for (Wanted one : left) {
          bringUp(one, depth);
        }
        isDone = true;
      } finally {
        if (!isDone) {
          tier.counts().breakOff(missing.size());
        }
      }
      left = missing;
    }
  }

  /** Looks a key up where another process may have put its load meanwhile; not counted. */
  boolean findShared(Wanted wanted) {
    for (int depth = 0; depth < below.size(); depth++) {
      if (below.get(depth).hasLog() && below.get(depth).peek(wanted)) {
        bringUp(wanted, depth);
        return true;
      }
    }
    return false;
  }

  /** Stores a loaded entry in all tiers, unless the key was changed meanwhile. */
  void fill(Wanted wanted, Found loaded) {
    byte[] value = loaded.value();
    try {
      limits.key(wanted.keyBytes);
      limits.value(value == null ? 0 : value.length);
    } catch (IllegalArgumentException tooLong) {
      errors.record("loader of cache " + limits.cache(), tooLong);
      return;
    }
    fill(wanted, loaded, below.size());
  }

  private void bringUp(Wanted wanted, int from) {
    if (wanted.found != null) {
      fill(wanted, wanted.found, from);
    }
  }

  private void fill(Wanted wanted, Found found, int count) {
    if (wanted.flight.isOvertaken()) {
      // a tick that has waited long enough need not wait for the lock
      return;
    }
    locks.lock(wanted.key);
    try {
      if (!wanted.flight.isOvertaken() && !flights.isClosed()) {
        store(wanted.key, wanted.keyBytes, found, count);
      }
    } finally {
      locks.filled(wanted.key);
    }
  }

  /**
   * Brings an entry up from the first tier that has it, unless its key changes meanwhile; returns
   * whether any has.
   */
  boolean warm(CacheKey key) {
    // the lock comes later: the tier may be slow, and a tick may want to change a key of it
    long changes = locks.changes(key);
    for (int depth = 0; depth < below.size() && !flights.isClosed(); depth++) {
      TierEntry entry = below.get(depth).peek(key);
      if (entry != null) {
        bringUp(entry, depth, changes);
        return true;
      }
    }
    return false;
  }

  private void bringUp(TierEntry entry, int from, long changes) {
    CacheKey key = entry.key();
    locks.lock(key);
    try {
      if (locks.changes(key) == changes && !flights.isClosed()) {
        store(key, entry.keyBytes(), entry.found(), from);
        if (locks.changes(key) != changes) {
          // of many keys at once, which does not wait for the lock of each
          remove(key, below.subList(0, from));
        }
      }
    } finally {
      locks.unlock(key);
    }
  }

  /**
   * Stores an entry in near and in the first tiers below it; the key is locked.
   *
   * @return the tiers that may still have the earlier entry of the key
   */
  List<MeasuredTier> store(CacheKey key, byte[] keyBytes, Found found, int count) {
    storeNear(key, keyBytes, found);
    if (count == 0) {
      return List.of();
    }
    byte[] frame = frames.frame(keyBytes, found);
    long dead = found.times().deadNanos();
    long liveMillis =
        dead == EntryTimes.NEVER
            ? EntryTimes.NEVER
            : Math.max(1, TimeUnit.NANOSECONDS.toMillis(dead - frames.clock().nanoTime()));
    List<MeasuredTier> failed = new ArrayList<>(0);
    for (MeasuredTier tier : below.subList(0, count)) {
      if (!tier.store(key, frame, liveMillis)) {
        failed.add(tier);
      }
    }
    return failed;
  }

  /** Stores an entry in near, and reports a loss: if near has no room and is the only tier. */
  void storeNear(CacheKey key, byte[] keyBytes, Found found) {
    PutResult result = near.store(key, keyBytes, found);
    if (result != PutResult.KEPT && below.isEmpty()) {
      errors.record(
          "cache " + limits.cache(),
          "an entry is not kept, since near is the only tier and "
              + (result == PutResult.TOO_LONG
                  ? "the entry is longer than cache.slab_bytes"
                  : "has no room: each slab has an entry that a lease reads (cache.near_bytes)"));
    }
  }

  /**
   * Removes a key from near and from some of the tiers below it; the key is locked.
   *
   * @return whether it was there, as far as the tiers can tell
   */
  boolean remove(CacheKey key, List<MeasuredTier> from) {
    boolean was = near.remove(key);
    for (MeasuredTier tier : from) {
      Boolean removed = tier.remove(key);
      if (removed == null) {
        frames.invalidations().unreached(tier.name(), key);
      } else {
        was |= removed;
      }
    }
    return was;
  }
}
