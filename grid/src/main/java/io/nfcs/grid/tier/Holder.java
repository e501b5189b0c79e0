package io.nfcs.grid.tier;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A thread that holds things others wait for. It has taken them nested, each for the sake of the
 * one before, and itself waits for one thing at most.
 *
 * <p>A thread says first that it is to wait. A wait for a thing that this thread holds, or that is
 * held by a thread waiting for it, even through others, would never end, and is refused.
 *
 * <p><b>Threads.</b> Each belongs to one thread, which alone calls it; others read {@code top} and
 * {@code awaited}, which are volatile, when they look for circles. A wait begins under one lock of
 * the whole JVM and ends without it. So during a check no wait begins, and a thread that waits
 * releases nothing: the last thread of a circle sees all others, and a wait that would end is never
 * refused. A wait of limited time need not be recorded, for it ends by itself.
 */
@SuppressWarnings("ReferenceEquality") // things are held, not values
public final class Holder {
  /** Calls that a letting go makes, one inside the other, with much to spare. */
  private static final int FRAMES_TO_LEAVE = 64;

  /**
   * Loaders that ask for further keys without end come here again and again. They end here, where
   * there is room yet, and not in code of the JDK, which a stack that ends in it may leave broken.
   */
  private static final int FRAMES_TO_NEST = 1024;

  private static final ThreadLocal<Holder> OWN = ThreadLocal.withInitial(Holder::new);

  /** One thread at a time begins to wait, so that the last one of a circle sees all the others. */
  private static final ReentrantLock BEGINNING = new ReentrantLock();

  private volatile @Nullable Held top;
  private volatile @Nullable Held awaited;
  private @Nullable FetchPool pool;

  private Holder() {}

  /** Returns the calling thread's; the same object for its whole life. */
  public static Holder current() {
    return OWN.get();
  }

  /** Makes the thread one of a pool, which is told when it waits. */
  void joins(FetchPool of) {
    pool = of;
  }

  /** Returns whether the thread holds nothing, so that no thread waits for it. */
  public boolean holdsNothing() {
    return top == null;
  }

  /** Returns the last taken of the held things that match. */
  public @Nullable Held find(Predicate<Held> such) {
    Held held = top;
    while (held != null && !such.test(held)) {
      held = held.outer;
    }
    return held;
  }

  /** Throws an error, before anything is taken, if the stack is too full for a release. */
  public void checkRoom() {
    Held last = top;
    // a plain look-up takes a key of JCache and a fetch within
    boolean isNested = last != null && last.outer != null;
    var _ = roomFor(isNested ? FRAMES_TO_NEST : FRAMES_TO_LEAVE);
  }

  /** Takes a free thing; the caller has made sure that no other thread takes it. */
  public void take(Held held) {
    held.outer = top;
    held.holder = this;
    top = held;
  }

  /**
   * Leaves a taken thing, and all taken since, whose owners are told that they are cut short. Does
   * not release the thing itself to others.
   */
  public void leave(Held held) {
    for (Held left = top; left != null && left != held; left = left.outer) {
      left.cutShort();
    }
    top = held.outer;
  }

  /**
   * Begins a wait for the release of a thing; {@link #waitsNoMore} follows.
   *
   * @throws IllegalStateException if that would never be; it names what waits for what
   */
  public void waitsFor(Held wanted) {
    BEGINNING.lock();
    try {
      if (neverGets(wanted)) {
        throw new IllegalStateException(circle(wanted));
      }
      awaited = wanted;
    } finally {
      BEGINNING.unlock();
    }
    waitsAWhile();
  }

  /**
   * Begins a wait of limited time, which others need not consider; {@link #waitsNoMore} follows.
   */
  void waitsAWhile() {
    if (pool != null) {
      try {
        pool.standIn();
      } catch (RuntimeException | Error failure) {
        waitsNoMore();
        throw failure;
      }
    }
  }

  /** Ends a wait, with success or without. */
  public void waitsNoMore() {
    awaited = null;
    if (pool != null) {
      pool.standDown();
    }
  }

  /**
   * Returns whether a thing is released only after this thread releases what it holds. Exact while
   * no wait begins; otherwise a circle that closes meanwhile may be missed.
   */
  boolean neverGets(Held wanted) {
    Held held = wanted;
    while (held != null) {
      Holder holder = held.holder;
      if (holder == this) {
        return true;
      }
      held = holder == null ? null : holder.awaited;
    }
    return false;
  }

  private String circle(Held wanted) {
    List<String> path = new ArrayList<>();
    Held held = wanted;
    while (held != null) {
      Holder holder = held.holder;
      if (holder == null) {
        break;
      }
      Deque<String> nested = new ArrayDeque<>();
      for (Held one = holder.top; one != null; one = one.outer) {
        nested.addFirst(one.what());
        if (one == held) {
          break;
        }
      }
      path.addAll(nested);
      held = holder == this ? null : holder.awaited;
    }
    Held last = top;
    return (last == null ? "this thread" : last.what())
        + " would wait for itself: "
        + String.join(" -> ", path)
        + " -> "
        + wanted.what();
  }

  private static int roomFor(int frames) {
    return frames == 0 ? 0 : 1 + roomFor(frames - 1);
  }
}
