package io.nfcs.tick;

/**
 * Takes snapshots that are to be kept. Never waits.
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

  /** Takes nothing. */
  SnapshotSink NONE = (tick, snapshot) -> true;
}
