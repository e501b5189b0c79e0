package io.nfcs.cache;

/**
 * Result of a look-up that does not throw: a value, no value, or the reason why it found nothing.
 */
public enum Answer {
  /** A value within its time; the lease holds it. */
  FRESH,
  /** A value past its time but kept for such a moment; the lease holds it and knows its age. */
  STALE,
  /** A fresh record that the key has no value. */
  NEGATIVE,
  /** A miss: all tiers were asked, and none has the key. */
  MISS,
  /** No value yet: the remaining tiers do not answer within the budget. */
  LATE,
  /** No value: a tier that might have the key has failed. */
  FAILED;

  /** Returns whether the lease holds a value. */
  public boolean isHeld() {
    return this == FRESH || this == STALE;
  }
}
