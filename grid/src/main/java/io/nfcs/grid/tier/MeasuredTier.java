package io.nfcs.grid.tier;

import io.nfcs.cache.TierStatistics;
import io.nfcs.counters.ErrorLog;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.ResizableTier;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierRefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tier below near as the cache sees it: it returns only entries that may be served, counts and
 * times its look-ups, and treats failures as misses.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the tier.
 */
final class MeasuredTier implements AutoCloseable {
  private final CacheTier tier;
  private final int origin;
  private final boolean hasLog;
  private final Frames frames;
  private final Lifetimes lifetimes;
  private final KeyLocks locks;
  private final int valueBytes;
  private final TierCounts counts;

  /**
   * A tier of a cache.
   *
   * @param origin its number among the tiers of the cache
   * @param hasLog whether its log numbers the changes of the cache
   * @param valueBytes a longer value is damaged
   */
  MeasuredTier(
      CacheTier tier,
      int origin,
      boolean hasLog,
      Frames frames,
      Lifetimes lifetimes,
      KeyLocks locks,
      int valueBytes,
      ErrorLog errors) {
    this.tier = tier;
    this.origin = origin;
    this.hasLog = hasLog;
    this.frames = frames;
    this.lifetimes = lifetimes;
    this.locks = locks;
    this.valueBytes = valueBytes;
    counts = new TierCounts(tier.name(), errors);
  }

  String name() {
    return tier.name();
  }

  TierCounts counts() {
    return counts;
  }

  TierStatistics statistics() {
    return counts.statistics(tier);
  }

  /** Returns the tier, if several processes share it. */
  @Nullable SharedTier shared() {
    return tier instanceof SharedTier log ? log : null;
  }

  /** Returns whether the tier's log numbers the changes of the cache. */
  boolean hasLog() {
    return hasLog;
  }

  /** Returns the tier, if its limit may be changed. */
  @Nullable ResizableTier resizable() {
    return tier instanceof ResizableTier resizable ? resizable : null;
  }

  /** Looks keys up in one step, records the results, and returns the keys it has not. */
  List<Wanted> find(List<Wanted> wanted) {
    counts.asked(wanted.size());
    wanted.forEach(one -> one.changes = locks.changes(one.key));
    List<Wanted> missing = new ArrayList<>(0);
    int seen = 0;
    try {
      for (byte[] bytes : read(wanted)) {
        Wanted one = wanted.get(seen);
        one.found = bytes == null ? null : found(one, bytes);
        if (one.found == null) {
          missing.add(one);
        }
        seen++;
      }
      return missing;
    } finally {
      // keys after an error are not answered, and no other tier is asked for them
      int unseen = wanted.size() - seen;
      counts.answered(seen - missing.size(), missing.size() + unseen);
      if (unseen > 0) {
        counts.breakOff(missing.size() + unseen);
      }
    }
  }

  private List<byte @Nullable []> read(List<Wanted> wanted) {
    long start = frames.clock().nanoTime();
    try {
      return wanted.size() == 1
          ? Collections.singletonList(tier.find(wanted.getFirst().key))
          : tier.findAll(wanted.stream().map(one -> one.key).toList());
    } catch (RuntimeException failure) {
      counts.failed("find", failure);
      wanted.forEach(one -> one.isUnanswered = true);
      return Collections.nCopies(wanted.size(), null);
    } finally {
      counts.took(frames.clock().nanoTime() - start, wanted.size());
    }
  }

  /** Looks a key up as {@link #find} does, without being counted. */
  boolean peek(Wanted wanted) {
    wanted.changes = locks.changes(wanted.key);
    byte[] bytes = peekBytes(wanted.key);
    wanted.found = bytes == null ? null : found(wanted, bytes);
    return wanted.found != null;
  }

  /** Returns the entry of a key that is known only by its digest, without being counted. */
  @Nullable TierEntry peek(CacheKey key) {
    long changes = locks.changes(key);
    byte[] bytes = peekBytes(key);
    return bytes == null ? null : entry(key, decode(key, bytes, changes));
  }

  private byte @Nullable [] peekBytes(CacheKey key) {
    try {
      return tier.find(key);
    } catch (RuntimeException failure) {
      counts.failed("find", failure);
      return null;
    }
  }

  /** Returns the entry in a frame of a key, if it may be served. */
  private @Nullable Found found(Wanted wanted, byte[] bytes) {
    EntryFrame frame = decode(wanted.key, bytes, wanted.changes);
    if (frame == null) {
      return null;
    }
    if (!Arrays.equals(frame.key(), wanted.keyBytes)) {
      broken(
          wanted.key,
          wanted.changes,
          new IllegalArgumentException("frame of " + wanted.key + " has another key"));
      return null;
    }
    Found found = frames.found(frame, origin);
    long now = frames.clock().nanoTime();
    if (isInvalid(wanted.key, found)) {
      return null;
    }
    if (found.times().isDead(now)) {
      counts.expirations.increment();
      drop(wanted.key, wanted.changes);
      return null;
    }
    return wanted.isRefresh && lifetimes.isDue(found.times(), now) ? null : found;
  }

  private @Nullable TierEntry entry(CacheKey key, @Nullable EntryFrame frame) {
    if (frame == null) {
      return null;
    }
    Found found = frames.found(frame, origin);
    return isInvalid(key, found) || found.times().isDead(frames.clock().nanoTime())
        ? null
        : new TierEntry(key, frame.key(), found);
  }

  private boolean isInvalid(CacheKey key, Found found) {
    long stamp = found.times().stamp();
    return found.isInvalid()
        || (hasLog && tier instanceof SharedTier log && stamp < ChangeLog.sinceOf(log))
        || frames.invalidations().isOutdated(name(), key, stamp);
  }

  /**
   * Returns a frame as it was read, or {@code null} if it is of another cache, or broken and
   * removed.
   *
   * @param changes number of the changes of the key before it was read
   */
  private @Nullable EntryFrame decode(CacheKey key, byte[] bytes, long changes) {
    try {
      return decode(bytes);
    } catch (IllegalArgumentException damage) {
      broken(key, changes, damage);
      return null;
    }
  }

  private @Nullable EntryFrame decode(byte[] bytes) {
    EntryFrame frame = EntryFrame.decode(bytes, frames.identity(), valueBytes);
    if (frame == null) {
      counts.foreign.increment();
    }
    return frame;
  }

  private void broken(CacheKey key, long changes, IllegalArgumentException damage) {
    counts.broken(damage);
    drop(key, changes);
  }

  /** Removes a dead or damaged frame, unless its key is changed now or was since it was read. */
  private void drop(CacheKey key, long changes) {
    if (locks.tryLock(key)) {
      try {
        if (locks.changes(key) == changes) {
          remove(key);
        }
      } finally {
        locks.unlock(key);
      }
    }
  }

  /** Visits the entries that may be served; returns whether the scan was complete. */
  boolean forEach(Consumer<TierEntry> visitor) {
    try {
      tier.forEach((key, bytes) -> {
        TierEntry entry = scanned(key, bytes);
        if (entry != null) {
          visitor.accept(entry);
        }
      });
      return true;
    } catch (RuntimeException failure) {
      counts.failed("scan", failure);
      return false;
    }
  }

  private @Nullable TierEntry scanned(CacheKey key, byte[] bytes) {
    EntryFrame frame;
    try {
      frame = decode(bytes);
    } catch (IllegalArgumentException _) {
      // looked up, which counts and removes it unless it has been replaced
      return peek(key);
    }
    return entry(key, frame);
  }

  /**
   * Stores a frame and returns whether the earlier entry of the key is gone. A tier that refuses a
   * store because it is full may still remove.
   */
  boolean store(CacheKey key, byte[] frame, long liveMillis) {
    try {
      tier.store(key, frame, liveMillis);
      counts.stores.increment();
      return true;
    } catch (RuntimeException failure) {
      counts.failed("store", failure);
      // not after a store of unknown outcome: it might be executed after the removal
      return failure instanceof TierRefusedException && remove(key) != null;
    }
  }

  /** Removes a key; returns whether it was there, {@code null} if the tier does not answer. */
  @Nullable Boolean remove(CacheKey key) {
    try {
      return tier.remove(key);
    } catch (RuntimeException failure) {
      counts.failed("remove", failure);
      return null;
    }
  }

  void clear() {
    attempt("clear", tier::clear);
  }

  /** Drops dead entries and those of another identity, a part at a time. */
  void sweep() {
    attempt("sweep", () -> counts.expirations.add(tier.sweep()));
  }

  /** Sets the receiver of each key of which the tier may store an outdated value later. */
  void onOvertaken(Consumer<CacheKey> listener) {
    if (tier instanceof QueuedTier queued) {
      queued.queue().onOvertaken(listener);
    }
  }

  /** Records an invalidation of unknown keys, including those of abandoned stores. */
  void overtakeDoubtful() {
    if (tier instanceof QueuedTier queued) {
      queued.queue().overtakeDoubtful();
    }
  }

  /** Applies the remaining changes to the tier, which accepts no more. */
  void settle() {
    if (tier instanceof QueuedTier queued) {
      queued.queue().settle();
    }
  }

  @Override
  public void close() {
    attempt("close", tier::close);
  }

  private void attempt(String what, Runnable change) {
    try {
      change.run();
    } catch (RuntimeException failure) {
      counts.failed(what, failure);
    }
  }
}
