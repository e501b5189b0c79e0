package io.nfcs.tick;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of {@link Snapshot}s in off-heap memory.
 *
 * <p><b>Threads.</b> {@link #acquire()} belongs to one thread at a time (the stage); snapshots come
 * back from any thread through a queue of many producers and one consumer, which orders their reads
 * before the next writes. <b>Owns</b> the memory until {@link #close()}, which the caller calls
 * only when no snapshot is read any more. <b>Allocates</b> everything when made, nothing later.
 * <b>Fails.</b> An empty pool returns {@code null}; it never waits.
 */
public final class SnapshotPool implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final ManyToOneConcurrentArrayQueue<Snapshot> free;

  /**
   * Creates a pool of {@code count} snapshots of {@code nx} by {@code ny} complex values, which
   * take {@code 16 * nx * ny} bytes off the heap each.
   *
   * @param count of a stage: {@link StageContext#ticksInFlight()}, so that it never runs out
   */
  public SnapshotPool(int count, int nx, int ny) {
    free = new ManyToOneConcurrentArrayQueue<>(count);
    long bytes = 2L * nx * ny * ValueLayout.JAVA_DOUBLE.byteSize();
    try {
      for (int i = 0; i < count; i++) {
        recycle(new Snapshot(this, arena.allocate(bytes, 64), nx, ny));
      }
    } catch (RuntimeException | Error failure) {
      // of no memory
      arena.close();
      throw failure;
    }
  }

  /**
   * Returns a snapshot with one reference, its content undefined, or {@code null} if all are in
   * use.
   */
  public @Nullable Snapshot acquire() {
    Snapshot snapshot = free.poll();
    if (snapshot != null) {
      snapshot.acquired();
    }
    return snapshot;
  }

  void recycle(Snapshot snapshot) {
    if (!free.offer(snapshot)) {
      throw new IllegalStateException("snapshot does not belong to this pool");
    }
  }

  /**
   * Frees the memory; later accesses to a snapshot throw.
   *
   * @throws IllegalStateException if the pool is closed already
   */
  @Override
  public void close() {
    arena.close();
  }
}
