package io.nfcs.pipeline.ring;

import io.nfcs.tick.Tick;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A cell that hands the results of the last committed tick, above all its control intent, to the
 * orchestrator (the only way back), and the run's progress to any reader.
 *
 * <p>A sequence lock: the version is odd while the writer is at work, and a reader that sees a
 * change reads again. Assumptions: one writer at a time, ordered by its callers, as {@link #resume}
 * is before the first tick. Guarantees: the writer never waits; a reader gets the values of one and
 * the same tick, of the last one whose commit happened before the read or of a later one. A reader
 * repeats its copy while a write is under way, which takes some hundred nanoseconds.
 *
 * <p>The fences are those of Boehm, "Can seqlocks get along with programming language memory
 * models?" (2012): the odd version is stored before any value and the even one, by a release, after
 * all of them; a reader loads all values between its two loads of the version.
 *
 * <p><b>Threads.</b> One writes, any read, each into a target of its own. <b>Allocates</b> nothing.
 */
public final class CommitCell {
  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(CommitCell.class, "version", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LastCommit last = new LastCommit();

  @SuppressWarnings("UnusedVariable") // read and written through VERSION
  private long version;

  /** Creates a cell without a tick and without control. */
  public CommitCell() {}

  /**
   * Takes over the results of the last tick of an earlier process. To be called before the first
   * tick of this process.
   */
  public void resume(Tick tick) {
    long next = beginWrite();
    last.resume(tick);
    VERSION.setRelease(this, next);
  }

  void publish(Tick tick, boolean isJournalled, long nowNanos) {
    long next = beginWrite();
    last.set(tick, isJournalled, nowNanos);
    VERSION.setRelease(this, next);
  }

  /** Makes the version odd; returns the version that ends the write. */
  private long beginWrite() {
    long odd = (long) VERSION.get(this) + 1;
    VERSION.setOpaque(this, odd);
    VarHandle.storeStoreFence();
    return odd + 1;
  }

  /** Copies the results of the last tick. */
  public void read(LastCommit target) {
    long before;
    do {
      before = (long) VERSION.getAcquire(this);
      target.copyFrom(last);
      VarHandle.loadLoadFence();
    } while ((before & 1) != 0 || before != (long) VERSION.getOpaque(this));
  }
}
