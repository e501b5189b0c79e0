package io.nfcs.lab.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * An estimate with its confidence interval.
 *
 * @param low lower end
 * @param estimate the estimate
 * @param high upper end
 */
public record Interval(double low, double estimate, double high) {
  /** Returns whether the interval has only numbers above zero or only numbers below zero. */
  public boolean isClearOfZero() {
    return low > 0 || high < 0;
  }

  /** Returns whether all of the interval is nearer to zero than {@code limit}. */
  public boolean isWithin(double limit) {
    return low > -limit && high < limit;
  }

  /** Returns the interval on another scale; {@code scale} must be monotonic. */
  public Interval map(DoubleUnaryOperator scale) {
    return new Interval(
        scale.applyAsDouble(low), scale.applyAsDouble(estimate), scale.applyAsDouble(high));
  }

  /** Returns half of the interval's width. */
  public double halfWidth() {
    return (high - low) / 2;
  }
}
