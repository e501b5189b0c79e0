package io.nfcs.tick;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An immutable copy of a stage's big state as of one tick, in off-heap memory of a {@link
 * SnapshotPool}.
 *
 * <p><b>Layout.</b> Two planes of {@code nx * ny} little-endian doubles, real then imaginary, each
 * row-major with x slow: the value of cell (x, y) stands at {@code 8 * (x * ny + y)} of its plane.
 * <b>Threads.</b> Written by the stage that acquired it before it is attached to a tick; after that
 * read by any thread that holds a reference. The ring hands the writes on to the committing thread
 * and a queue to the threads after it; the count of references orders all reads before the reuse of
 * the memory. <b>Owns</b> nothing: the pool owns the memory; the last {@link #release()} gives it
 * back to the pool. <b>Fails.</b> Releasing more often than retaining is an {@link
 * IllegalStateException}.
 */
public final class Snapshot {
  private final SnapshotPool pool;
  private final MemorySegment memory;
  private final int nx;
  private final int ny;
  private final AtomicInteger references = new AtomicInteger();

  Snapshot(SnapshotPool pool, MemorySegment memory, int nx, int ny) {
    this.pool = pool;
    this.memory = memory;
    this.nx = nx;
    this.ny = ny;
  }

  /** Returns the number of cells along x, the slow index. */
  public int nx() {
    return nx;
  }

  /** Returns the number of cells along y, the fast index. */
  public int ny() {
    return ny;
  }

  /**
   * Returns the whole memory: the real plane followed by the imaginary one. Valid until the
   * caller's reference is released.
   */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Takes a further reference; the caller must hold one, or its tick must.
   *
   * @throws IllegalStateException if the snapshot is not in use; it must not be touched then
   */
  public void retain() {
    int held = references.get();
    while (held > 0 && !references.weakCompareAndSetVolatile(held, held + 1)) {
      held = references.get();
    }
    if (held <= 0) {
      throw new IllegalStateException("snapshot is not in use");
    }
  }

  /** Gives a reference back; the last one returns the memory to the pool. */
  public void release() {
    int left = references.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("snapshot released too often");
    }
    if (left == 0) {
      pool.recycle(this);
    }
  }

  void acquired() {
    references.set(1);
  }
}
