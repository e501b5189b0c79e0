package io.nfcs.grid.near;

import io.nfcs.counters.Law;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What the tier sees of one lease: the entry it has pinned, and its counts.
 *
 * <p><b>Threads.</b> One writes; the counts are read by any.
 */
abstract class Pin extends PinFields {
  private static final VarHandle LOOKUPS;
  private static final VarHandle HITS;
  private static final VarHandle MISSES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LOOKUPS = lookup.findVarHandle(PinFields.class, "lookups", long.class);
      HITS = lookup.findVarHandle(PinFields.class, "hits", long.class);
      MISSES = lookup.findVarHandle(PinFields.class, "misses", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Pins an entry and answers whether it is pinned, which it is not if it was retired. */
  abstract boolean set(NearEntry candidate);

  /** Lets the entry go, if one is pinned; everything read through the pin was read before this. */
  abstract void clear();

  /** Whether an entry is pinned. */
  abstract boolean isSet();

  /** Keeps a hit for the policy, which needs a sample and not every one. */
  abstract void sample(NearEntry hit);

  final void countLookup() {
    LOOKUPS.setOpaque(this, lookups + 1);
  }

  final void countHit(NearEntry hit) {
    HITS.setRelease(this, hits + 1);
    sample(hit);
  }

  final void countMiss() {
    MISSES.setRelease(this, misses + 1);
  }

  final long lookups() {
    return (long) LOOKUPS.getOpaque(this);
  }

  final long hits() {
    return (long) HITS.getAcquire(this);
  }

  final long misses() {
    return (long) MISSES.getAcquire(this);
  }

  /** Look-ups without an outcome, or below 0 outcomes without a look-up. */
  final long residue() {
    // a look-up is over in less than the moment that the law leaves to it
    return Law.residue(this::lookups, () -> hits() + misses(), () -> 0);
  }
}
