package io.nfcs.grid.tier;

import org.jspecify.annotations.Nullable;

/**
 * A thing that one thread at a time holds, and that others wait for until its release.
 *
 * <p><b>Threads.</b> Any may ask who holds it; the one that holds it changes that.
 */
public abstract class Held {
  /** Who holds it, or {@code null}. */
  volatile @Nullable Holder holder;

  /** What its holder held last when it took this. */
  @Nullable Held outer;

  /** Held by nobody. */
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

  /** Lets others have it, once its holder has left it. */
  protected final void becomeFree() {
    holder = null;
  }

  /** Its holder has left it without letting go, for want of stack or memory to do so. */
  protected void cutShort() {
    // whoever takes it next finds it free
  }
}
