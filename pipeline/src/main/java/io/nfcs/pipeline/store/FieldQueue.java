package io.nfcs.pipeline.store;

import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotSink;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots on their way from the commit to the store: one every given number of ticks, up to a
 * capacity.
 *
 * <p><b>Threads.</b> The committing thread offers, the storing thread takes; {@link #clear} by one
 * that runs when neither does. A cell is in one of the two queues or held by one of the two
 * threads, so its fields need no synchronization of their own: the queue releases it with all that
 * was written to it. <b>Owns</b> a reference to each waiting snapshot. <b>Allocates</b> nothing:
 * its cells are made once.
 */
final class FieldQueue implements SnapshotSink {
  private final int every;
  private final ManyToOneConcurrentArrayQueue<Cell> waiting;
  private final ManyToOneConcurrentArrayQueue<Cell> free;

  FieldQueue(int every, int capacity) {
    this.every = every;
    waiting = new ManyToOneConcurrentArrayQueue<>(capacity);
    free = new ManyToOneConcurrentArrayQueue<>(capacity);
    for (int i = 0; i < capacity; i++) {
      free.offer(new Cell());
    }
  }

  @Override
  public boolean offer(long tick, Snapshot snapshot) {
    if (every == 0 || tick % every != 0) {
      return true;
    }
    Cell cell = free.poll();
    if (cell == null) {
      return false;
    }
    snapshot.retain();
    cell.tick = tick;
    cell.snapshot = snapshot;
    waiting.offer(cell);
    return true;
  }

  /**
   * Takes the snapshot of a tick, or {@code null}; releases those of earlier ticks. The caller
   * releases what it gets.
   *
   * @param tick in increasing order from call to call
   */
  @Nullable Snapshot take(long tick) {
    Cell cell = waiting.peek();
    while (cell != null && cell.tick <= tick) {
      waiting.poll();
      Snapshot snapshot = cell.snapshot;
      boolean wanted = cell.tick == tick;
      cell.snapshot = null;
      free.offer(cell);
      if (snapshot != null && wanted) {
        return snapshot;
      }
      if (snapshot != null) {
        snapshot.release();
      }
      cell = waiting.peek();
    }
    return null;
  }

  /** Releases all waiting snapshots. */
  void clear() {
    Snapshot left = take(Long.MAX_VALUE);
    if (left != null) {
      left.release();
    }
  }

  private static final class Cell {
    private long tick;
    private @Nullable Snapshot snapshot;
  }
}
