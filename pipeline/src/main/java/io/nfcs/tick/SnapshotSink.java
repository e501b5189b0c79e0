package io.nfcs.tick;

/**
 * Receiver of snapshots to keep. Never waits.
 *
 * <p><b>Threads.</b> Called by the committing thread. <b>Owns.</b> A sink that takes a snapshot
 * retains it and releases it when done.
 */
@FunctionalInterface
public interface SnapshotSink {
  /**
   * Offers the snapshot of a tick.
   *
   * @return whether it was taken
   */
  boolean offer(long tick, Snapshot snapshot);

  /** A sink that takes nothing. */
  SnapshotSink NONE = (tick, snapshot) -> true;
}
