package io.nfcs.cache;

/**
 * Result of a look-up by a {@link Lease}: a value, no value, or the reason why it found nothing.
 * {@link #LATE} and {@link #FAILED} are results of look-ups within a budget only; others throw.
 */
public enum Answer {
  /** A value within its time; the lease holds it. */
  FRESH,
  /** A value past its time but kept for such a moment; the lease holds it and knows its age. */
  STALE,
  /** A fresh record that the key has no value. */
  NEGATIVE,
  /** A miss: all tiers were asked, none that has answered has the key, and there is no loader. */
  MISS,
  /**
   * No value yet: the remaining tiers or the loader do not answer within the budget, the thread was
   * interrupted, or a tier that may have the key has failed and there is no loader.
   */
  LATE,
  /** No value: the loader has thrown, or the fetch has failed otherwise. */
  FAILED;

  /** Returns whether the lease holds a value. */
  public boolean isHeld() {
    return this == FRESH || this == STALE;
  }
}
