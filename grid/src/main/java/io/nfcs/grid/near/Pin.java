package io.nfcs.grid.near;

import io.nfcs.counters.Law;
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
  private static final int RECENT = 64;
  private static final VarHandle RECENT_HIT =
      MethodHandles.arrayElementVarHandle(NearEntry[].class);
  private static final VarHandle BLOCK;
  private static final VarHandle LOOKUPS;
  private static final VarHandle HITS;
  private static final VarHandle MISSES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BLOCK = lookup.findVarHandle(PinFields.class, "block", long.class);
      LOOKUPS = lookup.findVarHandle(PinFields.class, "lookups", long.class);
      HITS = lookup.findVarHandle(PinFields.class, "hits", long.class);
      MISSES = lookup.findVarHandle(PinFields.class, "misses", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final NearEntry[] recent = new NearEntry[RECENT];

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

  void countLookup() {
    LOOKUPS.setOpaque(this, lookups + 1);
  }

  void countHit(NearEntry hit) {
    HITS.setRelease(this, hits + 1);
    int slot = (int) lookups & (RECENT - 1);
    // a slot that nobody has taken yet is kept: the policy needs a sample, not every hit
    if (RECENT_HIT.getOpaque(recent, slot) == null) {
      RECENT_HIT.setRelease(recent, slot, hit);
    }
  }

  void countMiss() {
    MISSES.setRelease(this, misses + 1);
  }

  long lookups() {
    return (long) LOOKUPS.getOpaque(this);
  }

  long hits() {
    return (long) HITS.getAcquire(this);
  }

  long misses() {
    return (long) MISSES.getAcquire(this);
  }

  /**
   * Look-ups without an outcome, or below 0 outcomes without a look-up; not counting the look-up
   * that may be under way.
   */
  long residue() {
    // one look-up at most is under way, unlike in a tier that several threads ask
    long residue = Law.residue(this::lookups, () -> hits() + misses(), () -> 0);
    return residue == 1 ? 0 : residue;
  }

  /** Takes the hit of a slot, if there is one. */
  @Nullable NearEntry takeHit(int slot) {
    NearEntry hit = (NearEntry) RECENT_HIT.getAcquire(recent, slot);
    if (hit != null) {
      RECENT_HIT.setRelease(recent, slot, null);
    }
    return hit;
  }

  static int hitSlots() {
    return RECENT;
  }
}
