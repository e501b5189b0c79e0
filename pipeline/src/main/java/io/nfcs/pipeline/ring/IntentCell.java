package io.nfcs.pipeline.ring;

import io.nfcs.tick.ControlIntent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Hands the control intent of the last committed tick to the orchestrator: the only way back.
 *
 * <p>A sequence lock: the version is odd while the writer is at work, and a reader that saw it
 * change reads again. Assumptions: one writer. Guarantees: the writer never waits; a reader gets
 * the values of one and the same tick.
 *
 * <p><b>Allocates</b> nothing.
 */
public final class IntentCell {
  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(IntentCell.class, "version", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ControlIntent intent = new ControlIntent();

  @SuppressWarnings("UnusedVariable") // read and written through VERSION
  private long version;

  /** No intent yet: no control. */
  public IntentCell() {}

  void publish(ControlIntent latest) {
    long next = (long) VERSION.get(this) + 1;
    VERSION.setOpaque(this, next);
    VarHandle.storeStoreFence();
    intent.copyFrom(latest);
    VERSION.setRelease(this, next + 1);
  }

  /** Copies the latest intent. */
  public void read(ControlIntent target) {
    long before;
    do {
      before = (long) VERSION.getAcquire(this);
      target.copyFrom(intent);
      VarHandle.loadLoadFence();
    } while ((before & 1) != 0 || before != (long) VERSION.getOpaque(this));
  }
}
