package io.nfcs.grid.near;

import io.nfcs.grid.index.BucketLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * A pin of a permanent lease, which every freeing of memory scans. It has the entry's cell of the
 * index.
 *
 * <p>A hazard pointer (Michael, 2004): the reader says in memory of its own which entry it uses,
 * and a thread that frees memory reads all of them first. Unlike a count of references in the
 * entry, readers of one hot entry share no cache line that any of them writes.
 *
 * <pre>
 *   reader                                freeing thread
 *   pin = the cell          (volatile)    the cell is another    (release)
 *   the same cell there?    (volatile)    fence                  (full)
 *                                         look at every pin      (volatile)
 * </pre>
 *
 * <p>Either the reader sees that the cell has changed, or the freeing thread sees the pin. If the
 * block was freed meanwhile and used again for an entry with the same cell, that entry is pinned,
 * which does no harm.
 *
 * <p><b>Threads.</b> One writes; the entry is read by any, the hits are taken by one at a time.
 */
@SuppressWarnings("unused")
final class SlotPin extends Pin {
  private static final int RECENT = 64;
  private static final VarHandle RECENT_HIT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CELL;

  static {
    try {
      CELL = MethodHandles.lookup().findVarHandle(PinFields.class, "cell", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Cells of entries that were hit, a part for each segment; 0 where none is. */
  private final long[] recent = new long[RECENT];

  private final int segmentMask;

  /** Hits of a segment that are kept. */
  private final int part;

  /** Number of hits when those of a segment were taken last. */
  private final long[] taken;

  /** Padding that keeps other fields off these cache lines. */
  long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16;

  /** Creates a pin of nothing, for a tier of a number of segments, a power of two. */
  SlotPin(int segments) {
    segmentMask = segments - 1;
    part = RECENT / segments;
    taken = new long[segments];
  }

  @Override
  void set(long candidate) {
    CELL.setVolatile(this, candidate);
  }

  @Override
  boolean keep(long entry) {
    return true;
  }

  @Override
  void clear() {
    CELL.setRelease(this, 0L);
  }

  @Override
  boolean isSet() {
    return pinned() != 0;
  }

  /** Returns the cell of the entry that is pinned, or 0. */
  long pinned() {
    return (long) CELL.getVolatile(this);
  }

  @Override
  void sample() {
    long hit = cell;
    int slot = (BucketLayout.print(hit) & segmentMask) * part + ((int) lookups & (part - 1));
    // a slot that is not taken yet is kept
    if ((long) RECENT_HIT.getOpaque(recent, slot) == 0) {
      RECENT_HIT.setOpaque(recent, slot, hit);
    }
  }

  /** Takes the hits of a segment since the last time. */
  void takeHits(int segment, LongConsumer policy) {
    long now = hits();
    if (now == taken[segment]) {
      return;
    }
    taken[segment] = now;
    for (int slot = segment * part; slot < (segment + 1) * part; slot++) {
      long hit = (long) RECENT_HIT.getOpaque(recent, slot);
      if (hit != 0) {
        RECENT_HIT.setOpaque(recent, slot, 0L);
        policy.accept(hit);
      }
    }
  }
}
