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

  /** Its holder has left it without letting go, for want of stack or memory to do so. */
  void cutShort() {
    // whoever takes it next finds it free
  }
}
