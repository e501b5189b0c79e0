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
   * @param snapshot with a reference of the caller, which holds during the call only
   * @return false if the sink wanted the snapshot and has no room for it, which the caller counts
   *     as a dropped one; true if it was taken or is not wanted
   */
  boolean offer(long tick, Snapshot snapshot);

  /** A sink that wants nothing. */
  SnapshotSink NONE = (tick, snapshot) -> true;
}
