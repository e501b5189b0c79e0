package io.nfcs.grid.tier;

import org.jspecify.annotations.Nullable;

/**
 * What one thread at a time holds, and others wait for until it lets go.
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

  /** What it is, for people. */
  protected abstract String what();

  /** Whether nobody holds it. */
  protected final boolean isFree() {
    return holder == null;
  }

  /** Whether a thread holds it. */
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
