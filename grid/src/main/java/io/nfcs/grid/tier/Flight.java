package io.nfcs.grid.tier;

import io.nfcs.tier.CacheKey;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of a key: not begun, flown by one thread, or landed for good, with its result or its
 * failure.
 *
 * <p>A flight that has not begun does not depend on a thread of the pool: a waiting caller runs it.
 * So no thread waits for a flight that is queued behind one that waits for this thread.
 *
 * <p><b>Threads.</b> Any. The state changes under the flight's lock. Result and failure are plain:
 * they are written once, before {@code isLanded}, which is volatile, and read after it was seen to
 * be set. {@code isOvertaken} is set under the lock of the key by a change, and read there by the
 * thread that would store the result; so a result that may be older than a change is not kept.
 */
abstract class Flight extends Held implements Runnable {
  final CacheKey key;
  final long stamp;
  private final Flights flights;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean isOvertaken;
  private volatile boolean isLanded;
  private volatile @Nullable Holder pilot;
  private @Nullable Found found;
  private @Nullable Throwable failure;

  /**
   * A flight that has not begun.
   *
   * @param stamp stamp of the invalidations at the beginning
   */
  Flight(Flights flights, CacheKey key, long stamp) {
    this.flights = flights;
    this.key = key;
    this.stamp = stamp;
  }

  /** Fetches the key; a failure is thrown to all waiting callers. */
  abstract Found fly() throws Exception;

  /** Handles the end of the flight: it has landed, or is left to a waiting caller. */
  abstract void ended();

  /** Handles the landing of the flight, after which no caller joins it. */
  abstract void landed();

  /** Runs the flight, unless it has begun. */
  @Override
  public void run() {
    Holder me = Holder.current();
    me.checkRoom();
    if (begin(me)) {
      flyBy(me);
    }
  }

  /**
   * Waits until the flight has landed, and runs it if no thread does.
   *
   * @throws IllegalStateException if it waits for this thread
   */
  void await() throws InterruptedException {
    Holder me = Holder.current();
    while (!isLanded) {
      if (begin(me)) {
        flyBy(me);
        return;
      }
      me.waitsFor(this);
      try {
        awaitChange();
      } finally {
        me.waitsNoMore();
      }
    }
  }

  /**
   * Runs the flight if no thread does, or else waits for a time; returns whether it has landed.
   *
   * @throws IllegalStateException if it waits for this thread
   */
  boolean flyOrAwait(long nanos) throws InterruptedException {
    run();
    if (isLanded) {
      return true;
    }
    Holder me = Holder.current();
    me.waitsFor(this);
    try {
      return await(nanos);
    } finally {
      me.waitsNoMore();
    }
  }

  /**
   * Waits for a time until the flight has landed, and returns whether it has. Does not wait for a
   * flight that waits for this thread.
   */
  boolean await(long nanos) throws InterruptedException {
    Holder me = Holder.current();
    if (isLanded || nanos <= 0 || me.neverGets(this)) {
      return isLanded;
    }
    me.waitsAWhile();
    lock.lock();
    try {
      long left = nanos;
      while (!isLanded && left > 0) {
        left = changed.awaitNanos(left);
      }
      return isLanded;
    } finally {
      lock.unlock();
      me.waitsNoMore();
    }
  }

  /**
   * Keeps other threads from running the flight while its key is looked up; returns whether it
   * does.
   */
  boolean hold(Holder me) {
    lock.lock();
    try {
      if (isLanded || holder != null) {
        return false;
      }
      holder = me;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the flight as one that has not begun. */
  void letGo() {
    lock.lock();
    try {
      holder = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the flight, unless it has landed. */
  void land(@Nullable Found what, @Nullable Throwable why) {
    try {
      flights.remove(this);
      ended();
    } finally {
      lock.lock();
      try {
        if (!isLanded) {
          found = what;
          failure = why;
          isLanded = true;
        }
        holder = null;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      flights.landed(this);
    }
  }

  boolean isLanded() {
    return isLanded;
  }

  /**
   * Leaves the flight to its waiting callers only. Their result is not kept: an invalidation does
   * not find the flight any more.
   */
  void abandon() {
    if (!isLanded && holder == null) {
      overtake();
      flights.remove(this);
      ended();
    }
  }

  /** Returns the failure thrown in place of a result, once the flight has landed. */
  @Nullable Throwable failure() {
    return found == null && failure == null
        ? new IllegalStateException("the fetching thread had no room to report its result")
        : failure;
  }

  /** Returns the result: an entry, or {@link Found#NOTHING}. */
  Found found() {
    Found result = found;
    if (result == null) {
      throw new IllegalStateException("no result: " + failure);
    }
    return result;
  }

  boolean isFlownBy(Holder thread) {
    return pilot == thread;
  }

  void overtake() {
    isOvertaken = true;
  }

  /**
   * Returns whether the result must not be kept, since the key was changed or invalidated
   * meanwhile.
   */
  boolean isOvertaken() {
    return isOvertaken;
  }

  @Override
  protected void cutShort() {
    land(null, null);
  }

  private boolean begin(Holder me) {
    lock.lock();
    try {
      if (isLanded || holder != null) {
        return false;
      }
      pilot = me;
      me.take(this);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void flyBy(Holder me) {
    Found what = null;
    Throwable why = null;
    try {
      what = fly();
    } catch (Throwable any) {
      why = any;
    } finally {
      me.leave(this);
      land(what, why);
    }
    landed();
  }

  private void awaitChange() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isLanded && holder != null) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
