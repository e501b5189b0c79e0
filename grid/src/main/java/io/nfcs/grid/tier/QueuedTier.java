package io.nfcs.grid.tier;

import io.nfcs.cache.TickThread;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.ResizableTier;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A tier that a {@link TickThread} never waits for. It asks for an entry for a limited time; its
 * changes are queued and applied soon after. Every look-up finds the changes in the queue, so a
 * change counts from the moment the call returns, but a kill of the process may lose it until it is
 * applied.
 *
 * <p>From the first call of a tick thread, or from the beginning if ticks are expected, all changes
 * go through the queue, on any thread: else a change that waits for the tier would hold up the tick
 * that changes the same key. Before that, every call goes straight to the tier.
 *
 * <p><b>Threads.</b> Any. The three flags are volatile and only become true; that of the opening
 * orders it before the first use by a tick or by the queue. <b>Owns</b> the tier.
 */
class QueuedTier implements CacheTier {
  private static final long AGAIN_MILLIS = 200;

  private final CacheTier tier;
  private final Aside aside;
  private final Aside.Questions questions;
  private final Unsettled unsettled;
  private final TierQueue queue;
  private volatile boolean isQueued;
  private volatile boolean isOpen;
  private volatile boolean isClosed;

  /**
   * A tier with a queue.
   *
   * @param forTicks whether ticks are expected
   * @param tickNanos longest wait of a tick for an entry
   * @param unsettled note that changes cannot be applied
   */
  QueuedTier(CacheTier tier, Aside aside, boolean forTicks, long tickNanos, Unsettled unsettled) {
    this.tier = tier;
    this.aside = aside;
    this.unsettled = unsettled;
    isQueued = forTicks;
    questions = aside.new Questions("cache tier " + tier.name(), tickNanos);
    queue = new TierQueue(tier, () -> isOpen, aside, unsettled);
    if (isForgotten()) {
      unsettled.owes(this);
    }
  }

  /** Returns a tier with a queue, which is shared or resizable if the given one is. */
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

  /** Opens the tier; soon after the call if on a tick. */
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
    TierQueue.Change change = queue.find(key);
    return change == null ? ask(() -> tier.find(key)) : change.frame();
  }

  @Override
  public final List<byte @Nullable []> findAll(List<CacheKey> keys) {
    if (queue.isEmpty()) {
      return ask(() -> tier.findAll(keys));
    }
    List<byte @Nullable []> frames = new ArrayList<>(keys.size());
    keys.forEach(key -> frames.add(find(key)));
    return frames;
  }

  @Override
  public final void store(CacheKey key, byte[] frame, long liveMillis) {
    if (isQueued()) {
      queue.store(key, frame, liveMillis);
    } else {
      queue.storeNow(key, frame, liveMillis);
    }
  }

  /** Removes a key; returns whether it was there, as far as is known without asking the tier. */
  @Override
  public final boolean remove(CacheKey key) {
    return isQueued() ? queue.remove(key) : queue.removeNow(key);
  }

  @Override
  public final void clear() {
    if (isQueued()) {
      queue.clear();
    } else {
      queue.clearNow();
    }
  }

  @Override
  public final void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    checkMayWait();
    Map<CacheKey, TierQueue.Change> waiting = queue.copy();
    if (!TierQueue.isOfAll(waiting)) {
      tier.forEach((key, frame) -> {
        if (!waiting.containsKey(key)) {
          visitor.accept(key, frame);
        }
      });
    }
    waiting.forEach((key, change) -> {
      if (change.frame() != null) {
        visitor.accept(key, change.frame());
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

  /** Returns the changes of the tier. */
  final TierQueue queue() {
    return queue;
  }

  @Override
  public final void close() {
    isClosed = true;
    queue.settle();
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

  /** Returns whether old entries that only this process has in the tier must not be trusted. */
  private boolean isForgotten() {
    return unsettled.isLeft() && !(tier instanceof SharedTier);
  }

  private boolean isQueued() {
    if (!isQueued && TickThread.isCurrent()) {
      isQueued = true;
    }
    return isQueued;
  }
}
