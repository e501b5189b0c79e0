package io.nfcs.grid.tier;

import io.nfcs.table.NodeAwayException;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a tier: some are applied at once; others are queued, of each key the latest, and
 * applied soon after.
 *
 * <p>A store that is refused becomes a removal. If the queue exceeds its limit, stores become
 * removals, and in the end one removal of all entries: that costs hits, never freshness.
 *
 * <p><b>Threads.</b> Any; changes of one key do not overlap, which is the caller's to see to. The
 * limits are checked before a change is added, so threads that add at once may exceed them by their
 * own.
 */
final class TierQueue {
  private static final int MOST_CHANGES = 100_000;
  private static final int MOST_DOUBTFUL = 1000;
  private static final long MOST_BYTES = 16L << 20;

  /** Key of a change of all keys. */
  private static final CacheKey ALL = new CacheKey(0, 0);

  private final CacheTier tier;
  private final BooleanSupplier isOpen;
  private final LaterChanges<CacheKey, Change> changes;

  /** Keys of which a store was given up that may be done all the same, by its mark. */
  private final ConcurrentMap<CacheKey, Object> doubtful = new ConcurrentHashMap<>();

  private volatile Consumer<CacheKey> overtaken = key -> {};

  /** The pending state of a key: a frame, or {@code null} for none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Change(byte @Nullable [] frame, long liveMillis, Object mark) {
    static Change removal() {
      return new Change(null, 0, new Object());
    }

    static Change store(byte[] frame, long liveMillis) {
      return new Change(frame, liveMillis, new Object());
    }
  }

  /**
   * An empty queue.
   *
   * @param isOpen whether the tier can be changed yet
   */
  TierQueue(CacheTier tier, BooleanSupplier isOpen, Aside aside, Unsettled unsettled) {
    this.tier = tier;
    this.isOpen = isOpen;
    changes = new LaterChanges<>("cache tier " + tier.name(), new Applied(), aside, unsettled);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Returns the queued change of a key, or {@code null}. */
  @Nullable Change find(CacheKey key) {
    if (changes.isEmpty()) {
      return null;
    }
    Change change = changes.find(key);
    return change == null ? changes.find(ALL) : change;
  }

  /** Returns the queued changes, by key. */
  Map<CacheKey, Change> copy() {
    return changes.copy();
  }

  /** Returns whether some changes say that the whole tier is to be emptied. */
  static boolean isOfAll(Map<CacheKey, Change> waiting) {
    return waiting.containsKey(ALL);
  }

  /** Queues a store, or a removal if there is no room for the store. */
  void store(CacheKey key, byte[] frame, long liveMillis) {
    boolean hasRoom = changes.bytes() + frame.length <= MOST_BYTES;
    put(key, hasRoom ? Change.store(frame, liveMillis) : Change.removal());
  }

  /** Queues a removal, and returns whether it replaces a store. */
  boolean remove(CacheKey key) {
    Change before = put(key, Change.removal());
    return before != null && before.frame != null;
  }

  /** Queues a removal of all entries, in place of all queued changes. */
  void clear() {
    changes.putAlone(ALL, Change.removal());
  }

  private @Nullable Change put(CacheKey key, Change change) {
    Change before = changes.put(key.copy(), change);
    if (changes.size() > MOST_CHANGES) {
      clear();
    }
    return before;
  }

  /**
   * Waits for a time until the change of a key is applied; returns whether it is.
   *
   * @param key {@code null} for all there are
   */
  boolean awaitApplied(@Nullable CacheKey key, long millis) {
    return changes.await(waiting -> isApplied(waiting, key), millis);
  }

  private static boolean isApplied(Map<CacheKey, Change> waiting, @Nullable CacheKey key) {
    return key == null ? waiting.isEmpty() : !waiting.containsKey(key) && !isOfAll(waiting);
  }

  /** Applies the queued changes, and accepts no more; records if some cannot be applied. */
  void settle() {
    changes.close();
  }

  /** Stores at once. */
  void storeNow(CacheKey key, byte[] frame, long liveMillis) {
    storeNow(key, Change.store(frame, liveMillis));
  }

  /** Removes at once, and returns whether the key was there. */
  boolean removeNow(CacheKey key) {
    return removeNow(key, Change.removal());
  }

  /** Empties the tier at once. */
  void clearNow() {
    tier.clear();
    overtakeDoubtful();
  }

  /**
   * Sets the receiver of each key that was changed after a store of unknown outcome: the tier's old
   * entry of the key does not count any more, even if it is stored later.
   */
  void onOvertaken(Consumer<CacheKey> listener) {
    overtaken = listener;
  }

  /** Records a change of all keys: entries of abandoned stores must not be served. */
  void overtakeDoubtful() {
    for (CacheKey key : doubtful.keySet()) {
      if (doubtful.remove(key) != null) {
        overtaken.accept(key);
      }
    }
  }

  private void storeNow(CacheKey key, Change change) {
    try {
      tier.store(key, Objects.requireNonNull(change.frame), change.liveMillis);
    } catch (NodeAwayException failure) {
      if (failure.isBegun()) {
        doubt(key, change);
      }
      throw failure;
    }
    changed(key, change);
  }

  private boolean removeNow(CacheKey key, Change change) {
    boolean was = tier.remove(key);
    changed(key, change);
    return was;
  }

  /** Records an abandoned store, which may still be executed: now, or after the next change. */
  private void doubt(CacheKey key, Change change) {
    if (doubtful.size() < MOST_DOUBTFUL) {
      // not in place of an earlier abandoned store: it may be executed after this one
      doubtful.putIfAbsent(key.copy(), change.mark);
    } else {
      overtaken.accept(key);
    }
  }

  /**
   * Reports a key with an abandoned store, which may be executed after this change and must not be
   * served.
   */
  private void changed(CacheKey key, Change change) {
    Object before = doubtful.isEmpty() ? null : doubtful.get(key);
    // a repetition of the same change is not a later one
    if (before != null && !before.equals(change.mark) && doubtful.remove(key, before)) {
      overtaken.accept(key);
    }
  }

  /** The tier as the target of queued changes. */
  private final class Applied implements LaterChanges.Target<CacheKey, Change> {
    @Override
    public void apply(CacheKey key, Change change) {
      if (!isOpen.getAsBoolean()) {
        throw new LateException("cache tier " + tier.name() + " is not open yet");
      }
      if (key.equals(ALL)) {
        clearNow();
      } else if (change.frame == null) {
        removeNow(key, change);
      } else {
        storeNow(key, change);
      }
    }

    @Override
    public Change failed(CacheKey key, Change change, RuntimeException failure) {
      if (failure instanceof NodeAwayException || failure instanceof LateException) {
        return change;
      }
      return Change.removal();
    }

    @Override
    public long bytes(Change change) {
      return change.frame == null ? 0 : change.frame.length;
    }
  }
}
