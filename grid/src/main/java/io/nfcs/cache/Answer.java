package io.nfcs.cache;

/**
 * Result of a look-up that does not throw: a value, no value, or the reason why it found nothing.
 */
public enum Answer {
  /** A value within its time; the lease holds it. */
  FRESH,
  /** A value past its time but kept for such a moment; the lease holds it and knows its age. */
  STALE,
  /** It is known, and still within its time, that there is no value. */
  NEGATIVE,
  /** No tier that was asked has it, and all that there are were asked. */
  MISS,
  /** None yet: the tiers that are left do not answer within the budget. */
  LATE,
  /** None: a tier that might have it is broken. */
  FAILED;

  /** Returns whether the lease holds a value. */
  public boolean isHeld() {
    return this == FRESH || this == STALE;
  }
}
