package io.nfcs.lab.suite;

/**
 * Limit of a measured value.
 *
 * @param isLeast whether the limit is the least value allowed, or the largest
 * @param limit the limit, in the unit of the value
 */
record Bound(boolean isLeast, double limit) {
  /** Returns a least value. */
  static Bound atLeast(double limit) {
    return new Bound(true, limit);
  }

  /** Returns a largest value. */
  static Bound atMost(double limit) {
    return new Bound(false, limit);
  }

  /** Returns whether a value is within the limit; NaN is not. */
  public boolean isMetBy(double value) {
    return isLeast ? value >= limit : value <= limit;
  }
}
