package io.nfcs.lab.suite;

/**
 * What a measured value must keep to.
 *
 * @param isLeast whether the limit is the least value allowed, or the largest
 * @param limit the limit, in the unit of the value
 */
public record Bound(boolean isLeast, double limit) {
  /** Values from a limit upward. */
  static Bound atLeast(double limit) {
    return new Bound(true, limit);
  }

  /** Values up to a limit. */
  static Bound atMost(double limit) {
    return new Bound(false, limit);
  }

  /** Whether a value keeps to it; NaN does not. */
  public boolean isMetBy(double value) {
    return isLeast ? value >= limit : value <= limit;
  }
}
