package io.nfcs.pipeline.ring;

import io.nfcs.tick.TickInput;

/**
 * A runner of ticks through the stages to the commit.
 *
 * <p><b>Threads.</b> {@link #offer} belongs to one thread; {@link #underWay} and the reads of
 * {@link #commits} to any. <b>Allocates</b> nothing per tick.
 */
public interface TickRunner extends AutoCloseable {
  /** Returns a runner that takes each tick to its end on the caller's thread. */
  static TickRunner inline(StageChain chain) {
    return new InlineRunner(chain);
  }

  /** Returns a runner on the configured threads, which have started. */
  static TickRunner of(StageChain chain, RingSettings settings) {
    return settings.threads() == RingSettings.Threads.INLINE
        ? inline(chain)
        : new TickRing(chain, settings);
  }

  /**
   * Hands in a tick. Never waits for room.
   *
   * @param number number of the tick
   * @param scheduledNanos its scheduled time
   * @param wakeupNanos its start
   * @param missedBefore periods without a tick before it
   * @param input copied before the call returns; must have the shape of the chain
   * @return whether there was room for it
   */
  boolean offer(
      long number, long scheduledNanos, long wakeupNanos, long missedBefore, TickInput input);

  /** Returns the cell of the last committed tick's results. */
  CommitCell commits();

  /** Returns the number of ticks taken and not yet committed; any thread may ask. */
  long underWay();

  /**
   * Finishes the ticks taken, within a bounded time, {@code ring.drain_millis} if they have threads
   * of their own; a tick that takes longer is left behind. Called when no more ticks are offered.
   */
  @Override
  void close();
}
