package io.nfcs.grid.near;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The pin of a lease that stays, looked at by whoever frees memory. The entry stands there as the
 * address of its block, since storing a reference would cost the barrier of the garbage collector.
 *
 * <p>A hazard pointer (Michael, 2004): the reader says in memory of its own which entry it uses,
 * and who frees memory looks at all of them first. Unlike a count of references in the entry,
 * readers of one hot entry share no cache line that any of them writes.
 *
 * <pre>
 *   reader                          who frees
 *   pin = its block  (volatile)     the entry is retired  (volatile)
 *   entry retired?   (volatile)     look at every pin     (volatile)
 * </pre>
 *
 * <p>Either the reader sees that the entry is retired, or who frees sees the pin.
 *
 * <p><b>Threads.</b> One writes; the entry is read by any, the hits are taken by one at a time.
 */
@SuppressWarnings("unused")
final class SlotPin extends Pin {
  private static final int RECENT = 64;
  private static final VarHandle RECENT_HIT =
      MethodHandles.arrayElementVarHandle(NearEntry[].class);
  private static final VarHandle BLOCK;

  static {
    try {
      BLOCK = MethodHandles.lookup().findVarHandle(PinFields.class, "block", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final NearEntry[] recent = new NearEntry[RECENT];

  /** Number of hits when they were taken last. */
  private long taken;

  /** Keeps what lies behind off the cache lines of the fields. */
  long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16;

  @Override
  boolean set(NearEntry candidate) {
    BLOCK.setVolatile(this, candidate.address);
    if (candidate.isRetired()) {
      clear();
      return false;
    }
    return true;
  }

  @Override
  void clear() {
    BLOCK.setRelease(this, 0L);
  }

  @Override
  boolean isSet() {
    return block() != 0;
  }

  /** Address of the block that is pinned, or 0. */
  long block() {
    return (long) BLOCK.getVolatile(this);
  }

  @Override
  void sample(NearEntry hit) {
    int slot = (int) lookups & (RECENT - 1);
    // a slot that nobody has taken yet is kept
    if (RECENT_HIT.getOpaque(recent, slot) == null) {
      RECENT_HIT.setRelease(recent, slot, hit);
    }
  }

  /** Takes the hits since the last time. */
  void takeHits(Consumer<NearEntry> policy) {
    long now = hits();
    if (now == taken) {
      return;
    }
    taken = now;
    for (int slot = 0; slot < RECENT; slot++) {
      NearEntry hit = (NearEntry) RECENT_HIT.getAcquire(recent, slot);
      if (hit != null) {
        RECENT_HIT.setRelease(recent, slot, null);
        policy.accept(hit);
      }
    }
  }
}
