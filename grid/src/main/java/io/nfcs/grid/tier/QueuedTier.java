package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.CacheTier;
import io.nfcs.cache.ResizableTier;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.TickThread;
import io.nfcs.cache.TierContext;
import io.nfcs.table.NodeAwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tier that a {@link TickThread} never waits for. It asks for an entry for a limited time; what
 * it changes is put in a queue and applied soon after. Whoever looks up a key finds what stands in
 * the queue, so a change counts from the moment the call returns, but a kill of the process may
 * lose it until it is applied.
 *
 * <p>From the first time that such a thread comes, or from the beginning if it is to come, all
 * changes go through the queue, whoever makes them: else one that waits for the tier would hold up
 * the tick that changes the same key. Before that all is as the tier does it.
 *
 * <p>A store that is refused becomes a removal. If more stands in the queue than it may hold,
 * stores become removals, and in the end the whole tier is to be emptied: that costs hits, never
 * freshness.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the tier.
 */
class QueuedTier implements CacheTier {
  private static final int MOST_CHANGES = 100_000;
  private static final int MOST_DOUBTFUL = 1000;
  private static final long MOST_BYTES = 16L << 20;
  private static final long AGAIN_MILLIS = 200;

  /** In place of a key: all there are. */
  private static final CacheKey ALL = new CacheKey(0, 0);

  private final CacheTier tier;
  private final Aside aside;
  private final Aside.Questions questions;
  private final Unsettled unsettled;
  private final LaterChanges<CacheKey, Change> changes;
  private final ConcurrentMap<CacheKey, Object> doubtful = new ConcurrentHashMap<>();
  private volatile Consumer<CacheKey> overtaken = key -> {};
  private volatile boolean isQueued;
  private volatile boolean isOpen;
  private volatile boolean isClosed;

  /** What a key is to have: a frame, or {@code null} for nothing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Change(byte @Nullable [] frame, long liveMillis, Object mark) {
    static Change removal() {
      return new Change(null, 0, new Object());
    }

    static Change store(byte[] frame, long liveMillis) {
      return new Change(frame, liveMillis, new Object());
    }
  }

  /**
   * A tier with a queue.
   *
   * @param forTicks whether tick threads are to come
   * @param tickNanos longest time that one waits for an entry
   * @param unsettled where it is noted that changes cannot be applied
   */
  QueuedTier(CacheTier tier, Aside aside, boolean forTicks, long tickNanos, Unsettled unsettled) {
    this.tier = tier;
    this.aside = aside;
    this.unsettled = unsettled;
    isQueued = forTicks;
    questions = aside.new Questions("cache tier " + tier.name(), tickNanos);
    changes = new LaterChanges<>("cache tier " + tier.name(), new Applied(), aside, unsettled);
    if (isForgotten()) {
      unsettled.owes(this);
    }
  }

  /** A tier with a queue that is to others what the given one is. */
  static QueuedTier of(
      CacheTier tier, Aside aside, boolean forTicks, long tickNanos, Unsettled unsettled) {
    return switch (tier) {
      case SharedTier shared -> new QueuedSharedTier(shared, aside, forTicks, tickNanos, unsettled);
      case ResizableTier resizable ->
          new QueuedResizableTier(resizable, aside, forTicks, tickNanos, unsettled);
      default -> new QueuedTier(tier, aside, forTicks, tickNanos, unsettled);
    };
  }

  @Override
  public final String name() {
    return tier.name();
  }

  /** On a tick it is opened soon after. */
  @Override
  public final void open(TierContext context) {
    if (!TickThread.isCurrent()) {
      openNow(context);
    } else if (!aside.execute(() -> openLater(context))) {
      throw new LateException("cache tier " + name() + " cannot be opened now");
    }
  }

  private void openNow(TierContext context) {
    tier.open(context);
    if (isForgotten()) {
      tier.clear();
      unsettled.settled(this);
    }
    isOpen = true;
  }

  private void openLater(TierContext context) {
    if (isClosed) {
      return;
    }
    try {
      openNow(context);
      if (isClosed) {
        tier.close();
      }
    } catch (RuntimeException failure) {
      aside.errors().record("cache tier " + name() + ", open", failure);
      aside.executeAfter(() -> openLater(context), AGAIN_MILLIS);
    }
  }

  @Override
  public final byte @Nullable [] find(CacheKey key) {
    Change change = waiting(key);
    return change == null ? ask(() -> tier.find(key)) : change.frame;
  }

  @Override
  public final List<byte @Nullable []> findAll(List<CacheKey> keys) {
    if (changes.isEmpty()) {
      return ask(() -> tier.findAll(keys));
    }
    List<byte @Nullable []> frames = new ArrayList<>(keys.size());
    keys.forEach(key -> frames.add(find(key)));
    return frames;
  }

  @Override
  public final void store(CacheKey key, byte[] frame, long liveMillis) {
    if (!isQueued()) {
      storeNow(key, Change.store(frame, liveMillis));
    } else if (changes.bytes() + frame.length > MOST_BYTES) {
      put(key, Change.removal());
    } else {
      put(key, Change.store(frame, liveMillis));
    }
  }

  /** Whether the key was there, as far as that is known without asking the tier. */
  @Override
  public final boolean remove(CacheKey key) {
    if (!isQueued()) {
      boolean was = tier.remove(key);
      changed(key, Change.removal());
      return was;
    }
    Change before = put(key, Change.removal());
    return before != null && before.frame != null;
  }

  @Override
  public final void clear() {
    if (isQueued()) {
      putAll();
    } else {
      tier.clear();
      overtakeDoubtful();
    }
  }

  @Override
  public final void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    checkMayWait();
    Map<CacheKey, Change> waiting = changes.copy();
    if (!waiting.containsKey(ALL)) {
      tier.forEach((key, frame) -> {
        if (!waiting.containsKey(key)) {
          visitor.accept(key, frame);
        }
      });
    }
    waiting.forEach((key, change) -> {
      if (change.frame != null) {
        visitor.accept(key, change.frame);
      }
    });
  }

  @Override
  public final long sweep() {
    return isOpen && !TickThread.isCurrent() ? tier.sweep() : 0;
  }

  @Override
  public final long foreign() {
    return tier.foreign();
  }

  @Override
  public final long entries() {
    return TickThread.isCurrent() ? -1 : tier.entries();
  }

  @Override
  public final long bytes() {
    return TickThread.isCurrent() ? -1 : tier.bytes();
  }

  /**
   * Waits until what was changed of a key is applied, for a time; answers whether it is.
   *
   * @param key {@code null} for all there are
   */
  final boolean awaitApplied(@Nullable CacheKey key, long millis) {
    return changes.await(waiting -> isApplied(waiting, key), millis);
  }

  private static boolean isApplied(Map<CacheKey, Change> waiting, @Nullable CacheKey key) {
    return key == null ? waiting.isEmpty() : !waiting.containsKey(key) && !waiting.containsKey(ALL);
  }

  /**
   * Tells of each key that was changed after a store of it that nobody knows about: what the tier
   * has of it from before counts no more, whenever it comes to be there.
   */
  final void onOvertaken(Consumer<CacheKey> listener) {
    overtaken = listener;
  }

  /** Applies what stands in the queue, and takes no more; what cannot be applied is noted. */
  final void settle() {
    changes.close();
  }

  @Override
  public final void close() {
    isClosed = true;
    settle();
    tier.close();
  }

  /** Asks the tier: a tick thread for a limited time, any other as long as the tier takes. */
  final <R extends @Nullable Object> R ask(Callable<R> question) {
    if (TickThread.isCurrent()) {
      isQueued = true;
      if (!isOpen) {
        throw new LateException("cache tier " + name() + " is not open yet");
      }
      return questions.ask(question);
    }
    try {
      return question.call();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Refuses a tick thread. */
  final void checkMayWait() {
    if (TickThread.isCurrent()) {
      isQueued = true;
      throw new LateException("cache tier " + name() + " is not waited for on a tick");
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

  /** A store was given up, and may be done all the same: now, or after what comes next. */
  private void doubt(CacheKey key, Change change) {
    if (doubtful.size() < MOST_DOUBTFUL) {
      // not in place of one that was given up before: that may come to be there after this one
      doubtful.putIfAbsent(key.copy(), change.mark);
    } else {
      overtaken.accept(key);
    }
  }

  /** What was given up before may come to be there after this change, and must not be served. */
  private void changed(CacheKey key, Change change) {
    Object before = doubtful.isEmpty() ? null : doubtful.get(key);
    // the same change once more is none that comes after it
    if (before != null && !before.equals(change.mark) && doubtful.remove(key, before)) {
      overtaken.accept(key);
    }
  }

  /** All keys were changed: what was given up before must not be served. */
  final void overtakeDoubtful() {
    for (CacheKey key : doubtful.keySet()) {
      if (doubtful.remove(key) != null) {
        overtaken.accept(key);
      }
    }
  }

  /** Whether what this process alone has in the tier from before may not be trusted. */
  private boolean isForgotten() {
    return unsettled.isLeft() && !(tier instanceof SharedTier);
  }

  private boolean isQueued() {
    if (!isQueued && TickThread.isCurrent()) {
      isQueued = true;
    }
    return isQueued;
  }

  private @Nullable Change waiting(CacheKey key) {
    if (changes.isEmpty()) {
      return null;
    }
    Change change = changes.find(key);
    return change == null ? changes.find(ALL) : change;
  }

  private @Nullable Change put(CacheKey key, Change change) {
    Change before = changes.put(key.copy(), change);
    if (changes.size() > MOST_CHANGES) {
      putAll();
    }
    return before;
  }

  private void putAll() {
    changes.putAlone(ALL, Change.removal());
  }

  /** The tier as what stands in the queue is applied to it. */
  private final class Applied implements LaterChanges.Target<CacheKey, Change> {
    @Override
    public void apply(CacheKey key, Change change) {
      if (!isOpen) {
        throw new LateException("cache tier " + name() + " is not open yet");
      }
      if (key.equals(ALL)) {
        tier.clear();
        overtakeDoubtful();
      } else if (change.frame == null) {
        tier.remove(key);
        changed(key, change);
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
