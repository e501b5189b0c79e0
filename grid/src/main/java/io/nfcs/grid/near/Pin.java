package io.nfcs.grid.near;

import io.nfcs.counters.Law;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The part of a lease that the tier sees: the pinned entry, and counts.
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

  /**
   * Keeps the entry of a cell from being freed, if it is in the index when this is done, and until
   * {@link #keep} or {@link #clear}.
   */
  abstract void set(long candidate);

  /**
   * Pins the entry that was {@link #set} and was found to be in the index.
   *
   * @param entry its address
   * @return whether it is pinned; if it was retired meanwhile it may not be
   */
  abstract boolean keep(long entry);

  /** Releases the entry, if one is pinned; everything read through the pin was read before this. */
  abstract void clear();

  /** Returns whether an entry is pinned. */
  abstract boolean isSet();

  /** Keeps the entry it pins for the policy, which needs a sample of the hits and not every one. */
  abstract void sample();

  final void countLookup() {
    LOOKUPS.setOpaque(this, lookups + 1);
  }

  final void countHit() {
    HITS.setRelease(this, hits + 1);
    sample();
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

  /**
   * Returns the number of look-ups without an outcome; below 0, that of outcomes without a look-up.
   */
  final long residue() {
    // a look-up ends sooner than the law's tolerance
    return Law.residue(this::lookups, () -> hits() + misses(), () -> 0);
  }
}
