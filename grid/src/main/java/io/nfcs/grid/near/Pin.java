package io.nfcs.grid.near;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the tier sees of one lease: the entry it has pinned, the entries it has hit since the last
 * look, and its counts. The entry stands there as the address of its block, since storing a
 * reference would cost the barrier of the garbage collector.
 *
 * <p>A hazard pointer (Michael, 2004): the reader says in memory of its own which entry it uses,
 * and who frees memory looks at all pins first. Unlike a count of references in the entry, readers
 * of one hot entry share no cache line that any of them writes.
 *
 * <pre>
 *   reader                          who frees
 *   pin = its block  (volatile)     entry.retired = true  (volatile)
 *   entry.retired?   (volatile)     look at every pin     (volatile)
 * </pre>
 *
 * <p>Either the reader sees that the entry is retired, or who frees sees the pin.
 *
 * <p><b>Threads.</b> One writes; the entry and the counts are read by any, the hits are taken by
 * one at a time.
 */
@SuppressWarnings("unused")
final class Pin extends PinFields {
  private static final int HITS = 64;
  private static final VarHandle HIT = MethodHandles.arrayElementVarHandle(NearEntry[].class);
  private static final VarHandle BLOCK;
  private static final VarHandle LOOKUPS;
  private static final VarHandle MISSES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BLOCK = lookup.findVarHandle(PinFields.class, "block", long.class);
      LOOKUPS = lookup.findVarHandle(PinFields.class, "lookups", long.class);
      MISSES = lookup.findVarHandle(PinFields.class, "misses", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final NearEntry[] hits = new NearEntry[HITS];

  /** Keeps what lies behind off the cache lines of the fields. */
  long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16;

  /** Announces an entry and answers whether it is pinned, which it is not if it was retired. */
  boolean set(NearEntry candidate) {
    BLOCK.setVolatile(this, candidate.address);
    if (candidate.retired) {
      clear();
      return false;
    }
    return true;
  }

  /** Everything read through the pin was read before this. */
  void clear() {
    BLOCK.setRelease(this, 0L);
  }

  /** Address of the block that is pinned, or 0. */
  long block() {
    return (long) BLOCK.getVolatile(this);
  }

  void countHit(NearEntry hit) {
    LOOKUPS.setOpaque(this, lookups + 1);
    int slot = (int) lookups & (HITS - 1);
    // a slot that nobody has taken yet is kept: the policy needs a sample, not every hit
    if (HIT.getOpaque(hits, slot) == null) {
      HIT.setRelease(hits, slot, hit);
    }
  }

  void countMiss() {
    LOOKUPS.setOpaque(this, lookups + 1);
    MISSES.setOpaque(this, misses + 1);
  }

  long lookups() {
    return (long) LOOKUPS.getOpaque(this);
  }

  long misses() {
    return (long) MISSES.getOpaque(this);
  }

  /** Takes the hit of a slot, if there is one. */
  @Nullable NearEntry takeHit(int slot) {
    NearEntry hit = (NearEntry) HIT.getAcquire(hits, slot);
    if (hit != null) {
      HIT.setRelease(hits, slot, null);
    }
    return hit;
  }

  static int hitSlots() {
    return HITS;
  }
}
