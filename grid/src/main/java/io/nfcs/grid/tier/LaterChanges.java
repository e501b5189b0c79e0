package io.nfcs.grid.tier;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Changes that a thread of {@link Aside} applies: the earliest first, and of each key only the
 * latest. A change that cannot be applied is tried again until it can.
 *
 * <p><b>Threads.</b> Any; no caller waits for the applying thread. All fields are under the lock of
 * this object, which is never held while a change is applied; {@code applying} is, so that one
 * thread applies at a time. {@code isEmpty} is read without a lock, to spare it: it is false before
 * {@link #put} returns and until the change is applied.
 *
 * @param <K> keys
 * @param <C> changes; each is an object of its own
 */
final class LaterChanges<K, C> implements AutoCloseable {
  private static final long AGAIN_MILLIS = 200;
  private static final long CLOSE_MILLIS = 2000;

  private final String place;
  private final Target<K, C> target;
  private final Aside aside;
  private final Unsettled unsettled;
  private final ReentrantLock applying = new ReentrantLock();
  private final Map<K, C> changes = new LinkedHashMap<>();
  private long bytes;
  private boolean isScheduled;
  private boolean isClosed;

  /** Whether a caller has waited in vain since the last change was applied. */
  private boolean isStill;

  private volatile boolean isEmpty = true;

  /** A target to which changes are applied. */
  interface Target<K, C> {
    /** Applies a change. */
    void apply(K key, C change);

    /** Returns the change to apply in place of a failed one; may be the same. */
    C failed(K key, C change, RuntimeException failure);

    /** Returns the bytes of a change. */
    default long bytes(C change) {
      return 0;
    }
  }

  LaterChanges(String place, Target<K, C> target, Aside aside, Unsettled unsettled) {
    this.place = place;
    this.target = target;
    this.aside = aside;
    this.unsettled = unsettled;
  }

  /** Returns whether no change is to be applied. */
  boolean isEmpty() {
    return isEmpty;
  }

  /** Returns the change of a key that is to be applied, or {@code null}. */
  synchronized @Nullable C find(K key) {
    return changes.get(key);
  }

  /** Returns the changes of all keys that are to be applied. */
  synchronized Map<K, C> copy() {
    return new LinkedHashMap<>(changes);
  }

  /** Returns the bytes of all changes. */
  synchronized long bytes() {
    return bytes;
  }

  /** Returns the number of keys with a change. */
  synchronized int size() {
    return changes.size();
  }

  /** Adds a change, and returns the change it replaces. */
  synchronized @Nullable C put(K key, C change) {
    C before = changes.put(key, change);
    bytes += target.bytes(change) - (before == null ? 0 : target.bytes(before));
    schedule();
    return before;
  }

  /** Adds a change in place of all others. */
  synchronized void putAlone(K key, C change) {
    changes.clear();
    changes.put(key, change);
    bytes = target.bytes(change);
    schedule();
  }

  /**
   * Waits for a time until the pending changes meet a condition; returns whether they do. After a
   * wait in vain no caller waits until a change was applied: the target is away.
   */
  synchronized boolean await(Predicate<Map<K, C>> wanted, long millis) {
    if (isStill) {
      return wanted.test(changes);
    }
    NanoClock clock = SystemNanoClock.INSTANCE;
    long end = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left = 1; left > 0 && !wanted.test(changes); left = end - clock.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, end - clock.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return wanted.test(changes);
    }
    boolean isAsWanted = wanted.test(changes);
    isStill = millis > 0 && !isAsWanted;
    return isAsWanted;
  }

  /** Applies the changes for a limited time; records if some are left. */
  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
    }
    try {
      if (applying.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          applyAll();
        } finally {
          applying.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean isLeft;
    synchronized (this) {
      isClosed = true;
      isLeft = !changes.isEmpty();
    }
    if (isLeft) {
      unsettled.note();
    }
  }

  private void schedule() {
    isEmpty = false;
    if (!isScheduled) {
      isScheduled = true;
      unsettled.owes(this);
      if (!aside.execute(this::run)) {
        aside.executeAfter(this::run, AGAIN_MILLIS);
      }
    }
  }

  private void run() {
    boolean isDone = false;
    applying.lock();
    try {
      isDone = applyAll();
    } finally {
      applying.unlock();
      // even after an error: otherwise the changes would never be scheduled again
      if (!isDone) {
        aside.executeAfter(this::run, AGAIN_MILLIS);
      }
    }
  }

  /** Applies changes until there are none; returns false if a change has failed. */
  private boolean applyAll() {
    for (Map.Entry<K, C> next = next(); next != null; next = next()) {
      try {
        target.apply(next.getKey(), next.getValue());
        applied(next.getKey(), next.getValue());
      } catch (RuntimeException | Error failure) {
        aside.errors().record(place + ", change", failure);
        RuntimeException why =
            failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        C instead = target.failed(next.getKey(), next.getValue(), why);
        failed(next.getKey(), next.getValue(), instead);
        return false;
      }
    }
    return true;
  }

  private synchronized Map.@Nullable Entry<K, C> next() {
    if (isClosed) {
      return null;
    }
    if (changes.isEmpty()) {
      isEmpty = true;
      isScheduled = false;
      unsettled.settled(this);
      return null;
    }
    Map.Entry<K, C> first = changes.entrySet().iterator().next();
    return Map.entry(first.getKey(), first.getValue());
  }

  @SuppressWarnings("ReferenceEquality") // this very change, and not a later one
  private synchronized void applied(K key, C change) {
    if (changes.get(key) == change) {
      changes.remove(key);
      bytes -= target.bytes(change);
      isStill = false;
      notifyAll();
    }
  }

  @SuppressWarnings("ReferenceEquality") // this very change, and not a later one
  private synchronized void failed(K key, C change, C instead) {
    if (changes.get(key) == change) {
      changes.replace(key, instead);
      bytes += target.bytes(instead) - target.bytes(change);
    }
  }
}
