package io.nfcs.grid.tier;

import io.nfcs.cache.TickThread;
import io.nfcs.counters.ErrorLog;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Puts, removals and invalidations of a cache: each is applied in all tiers, key by key, and
 * reported to the processes that share a tier.
 *
 * <p><b>Threads.</b> Any. Changes of one key wait for each other; look-ups do not.
 */
final class Changes implements ChangeLog.Receiver {
  /** Longest time that a change under way holds up the end. */
  private static final long CHANGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Tiers tiers;
  private final Contents contents;
  private final Flights flights;
  private final KeyLocks locks;
  private final Invalidations invalidations;

  /** Factory of tests whether the bytes of a key match a pattern. */
  private final Function<String, Predicate<byte[]>> globs;

  private final EntryLimits limits;

  /** Whether there is no tier or loader below near, so that no change overtakes a fetch. */
  private final boolean isNearAlone;

  private final NanoClock clock;
  private final ErrorLog errors;
  private final @Nullable ChangeFeed feed;

  /** Changes of a cache. */
  <K> Changes(Fetch.Course<K, ?> course, Contents contents, KeyLocks locks, NanoClock clock) {
    Entries<K, ?> entries = course.entries();
    tiers = course.tiers();
    this.contents = contents;
    flights = course.flights();
    this.locks = locks;
    invalidations = entries.invalidations();
    globs = pattern -> Glob.matcher(entries.spec().keys(), pattern);
    limits = entries.limits();
    isNearAlone = course.isNearAlone();
    this.clock = clock;
    errors = course.errors();
    List<SharedTier> shared =
        tiers.below().stream().map(MeasuredTier::shared).filter(Objects::nonNull).toList();
    feed =
        shared.isEmpty()
            ? null
            : new ChangeFeed(shared, ChangeFeed.APPLIED_MILLIS, invalidations, this, clock, errors);
    tiers.below().forEach(tier -> tier.onOvertaken(key -> overtaken(tier, key)));
  }

  /** Records that a tier may store the value from before a change of a key. */
  private void overtaken(MeasuredTier tier, CacheKey key) {
    invalidations.unreached(tier.name(), key);
    if (feed != null && tier.shared() != null) {
      feed.allChanged();
    }
  }

  /** Applies the changes of other processes. */
  void hear() {
    if (feed != null) {
      feed.poll();
    }
  }

  /** Returns how long ago this process last knew all changes of others. */
  long unheardNanos() {
    return feed == null ? 0 : feed.unheardNanos();
  }

  /** Stores an entry in all tiers; one that is dead at once removes the present one. */
  void put(Probed probed, Found found) {
    limits.key(probed.bytes());
    CacheKey key = probed.key();
    if (isNearAlone) {
      flights.checkOpen();
      tiers.storeNear(key, probed.bytes(), found);
      return;
    }
    locks.lock(key);
    try {
      flights.checkOpen();
      for (MeasuredTier tier : tiers.store(key, probed.bytes(), found, tiers.below().size())) {
        invalidations.unreached(tier.name(), key);
      }
    } finally {
      locks.changed(key);
    }
    if (feed != null) {
      feed.changed(key);
    }
  }

  /** Drops an entry whose bytes the codec does not read, and counts it. */
  void drop(CacheKey key, RuntimeException refusal) {
    tiers.near().corrupt().increment();
    errors.record("cache " + limits.cache() + ", entry", refusal);
    remove(key, tiers.below());
  }

  /** Removes a key, and returns whether it was there. */
  boolean invalidate(CacheKey key) {
    boolean was = remove(key, tiers.below());
    if (feed != null) {
      feed.changed(key);
    }
    return was;
  }

  /** Invalidates all entries of a tag. */
  void invalidateTag(Tag tag) {
    if (feed == null) {
      invalidations.invalidate(tag);
    } else {
      feed.invalidate(tag);
    }
  }

  /** Invalidates every key that matches, and returns how many there were. */
  long invalidateMatching(String glob) {
    long count = removeMatching(glob, tiers.below());
    if (feed != null) {
      feed.changed(glob);
    }
    return count;
  }

  void clear() {
    invalidateTag(invalidations.everything());
    tiers.near().near().clear();
    tiers.below().forEach(MeasuredTier::clear);
  }

  @Override
  public void keyChanged(CacheKey key) {
    remove(key, tiers.own());
  }

  @Override
  public void matchChanged(String glob) {
    flights.checkOpen();
    removeMatching(glob, tiers.own());
  }

  @Override
  public void missedChanges() {
    tiers.below().stream()
        .filter(tier -> !tier.hasLog())
        .forEach(tier -> invalidations.outdate(tier.name()));
    // flights that have found a value which is outdated now; later ones do not find it
    locks.overtakeAll();
    tiers.near().near().clear();
  }

  private boolean remove(CacheKey key, List<MeasuredTier> from) {
    if (isNearAlone) {
      flights.checkOpen();
      return tiers.near().remove(key);
    }
    locks.lock(key);
    try {
      flights.checkOpen();
      return tiers.remove(key, from);
    } finally {
      locks.changed(key);
    }
  }

  private long removeMatching(String glob, List<MeasuredTier> in) {
    Predicate<byte[]> matches = globs.apply(glob);
    // flights under way may find the old value; later ones do not
    locks.overtakeAll();
    Map<CacheKey, byte[]> live = new HashMap<>();
    if (TickThread.isCurrent()) {
      // a tick cannot scan a tier, so its remaining entries must not be served
      in.forEach(MeasuredTier::clear);
    } else {
      contents.addBelow(in, true, live, this::unscanned);
      in.forEach(MeasuredTier::overtakeDoubtful);
    }
    // flights that meanwhile have found below keys unseen there; near shows those already stored
    locks.overtakeAll();
    contents.addNear(true, live);
    List<CacheKey> keys = new ArrayList<>();
    live.forEach((key, keyBytes) -> {
      if (matches.test(keyBytes)) {
        keys.add(key);
      }
    });
    keys.forEach(key -> remove(key, in));
    return keys.size();
  }

  /**
   * Records that the content of a tier is not fully known, so that none of it is served any more.
   */
  private void unscanned(MeasuredTier tier) {
    if (tier.shared() != null) {
      invalidateTag(invalidations.everything());
    } else {
      invalidations.outdate(tier.name());
    }
  }

  /** Ends all flights and the exchange of changes; returns whether the cache was open. */
  boolean end() {
    if (feed != null) {
      feed.hearNoMore();
    }
    return flights.close();
  }

  /** Closes the tiers below near, when the changes under way are done or their time is over. */
  void close() {
    locks.await(CHANGE_NANOS, clock);
    tiers.below().forEach(MeasuredTier::settle);
    if (feed != null) {
      // after the stores that the tiers have only now
      feed.close();
    }
    tiers.below().forEach(MeasuredTier::close);
  }
}
