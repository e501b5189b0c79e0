package io.nfcs.grid.tier;

import org.jspecify.annotations.Nullable;

/**
 * A thing that one thread at a time holds, and that others wait for until its release.
 *
 * <p><b>Threads.</b> Any may ask for the holder; only the holder changes it. Where several threads
 * may want it, the subclass has a lock under which it is taken. It is set free by a volatile write:
 * a thread that then reads that it is free sees what the holder did before.
 */
public abstract class Held {
  /** The holder, or {@code null}. */
  volatile @Nullable Holder holder;

  /** Thing that the holder held last when it took this one. */
  @Nullable Held outer;

  /** Creates a free thing. */
  protected Held() {}

  /** Returns a description of the thing, for people. */
  protected abstract String what();

  /** Returns whether no thread holds the thing. */
  protected final boolean isFree() {
    return holder == null;
  }

  /** Returns whether a thread holds the thing. */
  protected final boolean isHeldBy(Holder thread) {
    return holder == thread;
  }

  /** Releases the thing to others, once its holder has left it. */
  protected final void becomeFree() {
    holder = null;
  }

  /**
   * Records that the holder has left the thing without releasing it, for lack of stack or memory.
   */
  protected void cutShort() {
    // the next thread finds it free
  }
}
