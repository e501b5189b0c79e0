package io.nfcs.grid.tier;

import io.nfcs.cache.TickThread;
import io.nfcs.counters.ErrorLog;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of changes of a cache between this process and others, by the {@link ChangeLog} of
 * the tier they share.
 *
 * <p>A change is reported when the tiers have it, so that others do not read the old value there. A
 * change that cannot be reported now is reported when the log is back. After a lost hint, the next
 * poll reads the changes of others.
 *
 * <p><b>Threads.</b> Any. The log, and the changes it has not accepted, are under the lock of this
 * object, which is held while the log is asked. A tick never takes it: its changes go to a
 * concurrent queue, and are reported by the periodic {@link #poll}.
 */
final class ChangeFeed {
  private static final int MOST_UNTOLD = 10_000;

  /** Longest wait of a change for the tiers before it is reported to the others. */
  static final long APPLIED_MILLIS = 500;

  /**
   * Most waiting changes; more are replaced by one for all keys, so that the end does not take
   * long.
   */
  private static final int MOST_AT_END = 1000;

  /** A change that equals no other, so that a reported change is not taken for a later one. */
  private static final class Later {
    private final Change change;

    /** Whether the others were told once, when the tier of the log had the change. */
    private boolean isTold;

    Later(Change change) {
      this.change = change;
    }
  }

  private final List<SharedTier> tiers;

  /** The last of them, which has the log. */
  private final SharedTier tier;

  private final ChangeLog log;
  private final long appliedMillis;
  private final Invalidations invalidations;
  private final ErrorLog errors;
  private final Set<Change> untold = new LinkedHashSet<>();

  /**
   * Changes to be reported once the tier has them: those of ticks, and all if the cache is used by
   * ticks.
   */
  private final BlockingQueue<Later> later = new LinkedBlockingQueue<>();

  /**
   * Creates the exchange of changes of a cache.
   *
   * @param tiers shared tiers; the last has the log
   * @param appliedMillis longest wait of a change for its tier
   */
  ChangeFeed(
      List<SharedTier> tiers,
      long appliedMillis,
      Invalidations invalidations,
      ChangeLog.Receiver receiver,
      NanoClock clock,
      ErrorLog errors) {
    this.tiers = tiers;
    this.appliedMillis = appliedMillis;
    tier = tiers.getLast();
    this.invalidations = invalidations;
    this.errors = errors;
    log = new ChangeLog(tier, invalidations, receiver, clock, errors);
  }

  /** Invalidates a tag here and reports that to the others. */
  void invalidate(Tag tag) {
    // even before the tiers have the put: its stamp there is older than the change
    Change change = new Change.OfTag(tag.name());
    if (TickThread.isCurrent()) {
      tellLater(change);
      invalidations.invalidate(tag);
    } else if (!tellNow(change)) {
      invalidations.invalidate(tag);
    }
  }

  /** Tells the others that a key was put or invalidated. */
  void changed(CacheKey key) {
    tell(new Change.OfKey(key, log.process()), key);
  }

  /** Tells the others that the keys that match were invalidated. */
  void changed(String glob) {
    tell(new Change.OfMatch(log.process(), glob), null);
  }

  /** Tells the others soon that no earlier entry counts. */
  void allChanged() {
    tellLater(forAll());
  }

  /** Applies the changes of others, and reports those that could not be reported before. */
  synchronized void poll() {
    if (log.isClosed()) {
      return;
    }
    try {
      // a tier that refuses writes may still answer
      log.catchUp();
      log.save();
      tellWhatWaits();
      tellUntold();
    } catch (RuntimeException away) {
      if (!log.isClosed()) {
        errors.record("changes of cache tier " + tier.name(), away);
      }
    }
  }

  /** Reads no more changes: they would count as known without being applied. */
  void hearNoMore() {
    log.hearNoMore();
  }

  /** Reports the remaining changes, as long as the log accepts them. */
  synchronized void close() {
    log.hearNoMore();
    try {
      if (!untold.isEmpty() || later.size() > MOST_AT_END || !isApplied(tiers, null, 0)) {
        log.append(forAll());
      } else {
        later.forEach(one -> log.append(one.change));
      }
    } catch (RuntimeException away) {
      errors.record("changes of cache tier " + tier.name(), away);
    }
    log.save();
  }

  /** Returns how long ago this process last knew all changes. */
  long unheardNanos() {
    return log.unheardNanos();
  }

  /**
   * Reports a change once the tier of the log has it, and again when all tiers have it.
   *
   * @param key changed key, {@code null} for any
   */
  private void tell(Change change, @Nullable CacheKey key) {
    if (TickThread.isCurrent() || !isApplied(List.of(tier), key, appliedMillis)) {
      tellLater(change);
    } else {
      tellNow(change);
      if (!isApplied(tiers, key, 0)) {
        tellLater(change);
      }
    }
  }

  private void tellLater(Change change) {
    if (later.size() >= MOST_UNTOLD) {
      later.clear();
      later.add(new Later(forAll()));
    }
    later.add(new Later(change));
  }

  /** Returns the change after which no earlier entry counts. */
  private Change forAll() {
    return new Change.OfTag(invalidations.everything().name());
  }

  /**
   * Returns whether the tiers have the changes of a key made here, within a time.
   *
   * @param key {@code null} for all there are
   */
  private static boolean isApplied(List<SharedTier> tiers, @Nullable CacheKey key, long millis) {
    return tiers.stream()
        .allMatch(tier ->
            !(tier instanceof QueuedTier queued) || queued.queue().awaitApplied(key, millis));
  }

  /** Returns whether the change was appended to the log; if not, it is when the log is back. */
  private synchronized boolean tellNow(Change change) {
    try {
      log.tell(change);
      return true;
    } catch (RuntimeException away) {
      errors.record("changes of cache tier " + tier.name(), away);
      if (untold.size() < MOST_UNTOLD) {
        untold.add(change);
      } else {
        untold.clear();
        untold.add(forAll());
      }
      return false;
    }
  }

  /**
   * Waits until the tier has a change: a process that knew it before would read the old value
   * there.
   */
  private void tellWhatWaits() {
    // not later changes: the tier may not have them yet
    List<Later> changes = List.copyOf(later);
    if (changes.isEmpty() || !isApplied(List.of(tier), null, 0)) {
      return;
    }
    boolean isWhole = isApplied(tiers, null, 0);
    for (Later one : changes) {
      if (isWhole || !one.isTold) {
        log.append(one.change);
        one.isTold = true;
      }
      if (isWhole) {
        // not by removing the head: a tick may have replaced the waiting changes by one for all
        // keys
        later.remove(one);
      }
    }
    log.catchUp();
    log.save();
  }

  private void tellUntold() {
    if (untold.isEmpty()) {
      return;
    }
    for (Change change : List.copyOf(untold)) {
      boolean isGone = !(change instanceof Change.OfKey of) || removeAgain(of.key());
      if (isApplied(List.of(tier), null, 0)) {
        log.append(change);
      } else {
        tellLater(change);
      }
      if (isGone) {
        untold.remove(change);
      }
    }
    log.catchUp();
    log.save();
  }

  /** Removes a key whose change the tiers may have missed; returns whether all have the removal. */
  private boolean removeAgain(CacheKey key) {
    boolean isGone = true;
    for (SharedTier each : tiers) {
      try {
        each.remove(key);
      } catch (RuntimeException away) {
        if (each.equals(tier)) {
          throw away;
        }
        errors.record("changes of cache tier " + each.name(), away);
        isGone = false;
      }
    }
    return isGone;
  }
}
