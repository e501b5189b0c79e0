package io.nfcs.pipeline.ring;

import io.nfcs.tick.TickInput;

/**
 * Takes ticks and runs them through the stages to the commit.
 *
 * <p><b>Threads.</b> {@link #offer} belongs to one thread. <b>Allocates</b> nothing per tick.
 */
public interface TickRunner extends AutoCloseable {
  /** Returns a runner that takes each tick to its end on the caller's thread. */
  static TickRunner inline(StageChain chain) {
    return new InlineRunner(chain);
  }

  /** Returns a runner on the threads that the settings say; those have started. */
  static TickRunner of(StageChain chain, RingSettings settings) {
    return settings.threads() == RingSettings.Threads.INLINE
        ? inline(chain)
        : new TickRing(chain, settings);
  }

  /**
   * Hands in a tick. Never waits for room.
   *
   * @param number number of the tick
   * @param scheduledNanos when it was due
   * @param wakeupNanos when it began
   * @param missedBefore periods without a tick before it
   * @param input copied before the call returns
   * @return whether there was room for it
   */
  boolean offer(
      long number, long scheduledNanos, long wakeupNanos, long missedBefore, TickInput input);

  /** Returns the cell of what the last committed tick came to. */
  CommitCell commits();

  /** Ticks that were taken and are not committed yet; told to any thread. */
  long underWay();

  /** Finishes the ticks that were taken, within a bounded time. */
  @Override
  void close();
}
