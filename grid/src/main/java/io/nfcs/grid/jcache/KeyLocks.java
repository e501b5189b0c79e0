package io.nfcs.grid.jcache;

import io.nfcs.grid.tier.Held;
import io.nfcs.grid.tier.Holder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Reentrant locks of the keys of a cache that are being changed, each by one thread at a time.
 *
 * <p>No two keys share a lock, so that a thread waits only for the key it needs. A wait that would
 * never end, since the holder waits for the waiter, is refused.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> no more than the keys that are changed at the moment.
 * <b>Fails</b> with an {@link IllegalStateException} once closed, for waiting threads too; with a
 * {@link CacheException} for a wait in a circle or an interrupted one.
 *
 * @param <K> keys
 */
final class KeyLocks<K> {
  private final String cache;
  private final ConcurrentMap<ByteBuffer, KeyLock> locks = new ConcurrentHashMap<>();
  private volatile boolean isClosed;

  /** Creates locks of which none is held. */
  KeyLocks(String cache) {
    this.cache = cache;
  }

  /** Does work while a key is locked. */
  <T extends @Nullable Object> T locked(K key, byte[] keyBytes, Supplier<T> work) {
    Holder me = Holder.current();
    me.checkRoom();
    KeyLock lock = lock(key, ByteBuffer.wrap(keyBytes), me);
    try {
      return work.get();
    } finally {
      lock.leave(me);
    }
  }

  /** Does work while several keys are locked, in one order for all callers. */
  <T extends @Nullable Object> T locked(Map<K, byte[]> keys, Supplier<T> work) {
    Holder me = Holder.current();
    me.checkRoom();
    SortedMap<ByteBuffer, K> order = new TreeMap<>();
    keys.forEach((key, keyBytes) -> order.put(ByteBuffer.wrap(keyBytes), key));
    List<KeyLock> held = new ArrayList<>(order.size());
    try {
      order.forEach((keyBytes, key) -> held.add(lock(key, keyBytes, me)));
      return work.get();
    } finally {
      held.reversed().forEach(lock -> lock.leave(me));
    }
  }

  /**
   * Loads a key that this thread has locked.
   *
   * @throws CacheException if it is on the way to do so already
   */
  <V extends @Nullable Object> V loading(byte[] keyBytes, Supplier<V> load) {
    KeyLock lock = Objects.requireNonNull(locks.get(ByteBuffer.wrap(keyBytes)));
    if (lock.isLoading) {
      // this thread holds the key itself, so the exception says why it may not
      lock.beginToWait(Holder.current());
    }
    lock.isLoading = true;
    try {
      return load.get();
    } finally {
      lock.isLoading = false;
    }
  }

  /** Returns how many keys are locked or waited for. */
  int size() {
    return locks.size();
  }

  /** Locks no more keys, and ends all waiting. */
  void close() {
    isClosed = true;
    locks.values().forEach(KeyLock::wake);
  }

  private KeyLock lock(K key, ByteBuffer keyBytes, Holder me) {
    checkOpen();
    KeyLock lock =
        Objects.requireNonNull(
            locks.compute(
                keyBytes,
                (same, known) -> {
                  KeyLock one = known == null ? new KeyLock(key, same) : known;
                  one.join(me);
                  return one;
                }));
    boolean isMine = false;
    try {
      lock.await(me);
      isMine = true;
      return lock;
    } finally {
      if (!isMine) {
        lock.forget();
      }
    }
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("cache " + cache + " is closed");
    }
  }

  /** A key that a thread changes, or waits to change. */
  private final class KeyLock extends Held {
    private final K key;
    private final ByteBuffer keyBytes;

    /** Threads that have it or wait for it; changed where the map is locked for the key. */
    private int threads;

    /** Number of times the holder has taken the lock; changed by the holder alone. */
    private int depth;

    private boolean isLoading;

    KeyLock(K key, ByteBuffer keyBytes) {
      this.key = key;
      this.keyBytes = keyBytes;
    }

    void join(Holder thread) {
      if (!isHeldBy(thread)) {
        threads++;
      }
    }

    void forget() {
      locks.computeIfPresent(keyBytes, (same, known) -> --threads == 0 ? null : known);
    }

    void await(Holder me) {
      while (!take(me)) {
        beginToWait(me);
        try {
          awaitFree();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CacheException("interrupted while waiting for " + what(), e);
        } finally {
          me.waitsNoMore();
        }
        checkOpen();
      }
    }

    void beginToWait(Holder me) {
      try {
        me.waitsFor(this);
      } catch (IllegalStateException circle) {
        throw new CacheException(circle.getMessage(), circle);
      }
    }

    void leave(Holder me) {
      if (depth > 1) {
        depth--;
      } else {
        me.leave(this);
        cutShort();
      }
    }

    synchronized void wake() {
      notifyAll();
    }

    @Override
    protected String what() {
      return "key " + key + " of cache " + cache;
    }

    @Override
    protected void cutShort() {
      try {
        letGo();
      } finally {
        forget();
      }
    }

    private synchronized boolean take(Holder me) {
      if (isHeldBy(me)) {
        depth++;
        return true;
      }
      if (!isFree()) {
        return false;
      }
      me.take(this);
      depth = 1;
      return true;
    }

    private synchronized void awaitFree() throws InterruptedException {
      while (!isFree() && !isClosed) {
        wait();
      }
    }

    private synchronized void letGo() {
      isLoading = false;
      becomeFree();
      notify();
    }
  }
}
