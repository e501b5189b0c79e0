package io.nfcs.pipeline.ring;

import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;

/**
 * A runner that executes each tick to its end on the caller's thread: for replays, tests and
 * one-core machines.
 *
 * <p><b>Threads.</b> The caller's. <b>Allocates</b> one slot when made.
 */
final class InlineRunner implements TickRunner {
  private final StageChain chain;
  private final Tick slot;
  private volatile long underWay;

  /** Creates a runner over a chain of its own. */
  InlineRunner(StageChain chain) {
    this.chain = chain;
    slot = chain.newSlot();
  }

  @Override
  public boolean offer(
      long number, long scheduledNanos, long wakeupNanos, long missedBefore, TickInput input) {
    underWay = 1;
    chain.begin(slot, number, scheduledNanos, wakeupNanos, missedBefore, input);
    try {
      chain.run(slot);
    } finally {
      underWay = 0;
    }
    return true;
  }

  @Override
  public CommitCell commits() {
    return chain.commits();
  }

  @Override
  public long underWay() {
    return underWay;
  }

  @Override
  public void close() {
    // nothing is ever in flight
  }
}
