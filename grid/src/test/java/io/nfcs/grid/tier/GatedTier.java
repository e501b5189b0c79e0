package io.nfcs.grid.tier;

import io.nfcs.table.NodeAwayException;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.TierContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A map in which every call waits while the gate is shut; it records changes. */
final class GatedTier implements CacheTier {
  final Map<CacheKey, byte[]> frames = new ConcurrentHashMap<>();
  final List<String> done = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable Error error;
  private volatile boolean isUnanswered;

  /** Sets whether stores are executed, but answered as if their outcome were unknown. */
  void leaveStoresUnanswered(boolean from) {
    isUnanswered = from;
  }

  /** Sets the failure of every call, {@code null} for none. */
  void fail(@Nullable RuntimeException why) {
    failure = why;
  }

  /** Sets the exception of the next store. */
  void throwOnce(Error why) {
    error = why;
  }

  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
  }

  @Override
  public String name() {
    return "gated";
  }

  @Override
  public void open(TierContext context) {
    pass();
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    pass();
    return frames.get(key);
  }

  @Override
  public void store(CacheKey key, byte[] frame, long liveMillis) {
    pass();
    Error once = error;
    if (once != null) {
      error = null;
      throw once;
    }
    frames.put(key, frame);
    done.add("store");
    if (isUnanswered) {
      throw NodeAwayException.unanswered("no answer, on purpose");
    }
  }

  @Override
  public boolean remove(CacheKey key) {
    pass();
    done.add("remove");
    return frames.remove(key) != null;
  }

  @Override
  public void clear() {
    pass();
    done.add("clear");
    frames.clear();
  }

  @Override
  public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    pass();
    frames.forEach(visitor);
  }

  @Override
  public long entries() {
    return frames.size();
  }

  @Override
  public long bytes() {
    return -1;
  }

  @Override
  public void close() {}

  private void pass() {
    RuntimeException why = failure;
    if (why != null) {
      throw why;
    }
    boolean isInterrupted = false;
    while (true) {
      try {
        gate.await();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
