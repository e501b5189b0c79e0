package io.nfcs.lab.suite;

import org.jspecify.annotations.Nullable;

/**
 * A measured value.
 *
 * @param name name of the value, the same in every run of the suite
 * @param value the value
 * @param unit unit of the value
 * @param target target of the original system, {@code null} if there is none
 * @param goal stricter goal, {@code null} if there is none
 */
record Measurement(
    String name, double value, String unit, @Nullable Bound target, @Nullable Bound goal) {
  static Measurement of(String name, double value, String unit) {
    return new Measurement(name, value, unit, null, null);
  }

  Measurement target(Bound bound) {
    return new Measurement(name, value, unit, bound, goal);
  }

  Measurement goal(Bound bound) {
    return new Measurement(name, value, unit, target, bound);
  }

  /** Returns whether the value meets its target and its goal. */
  public boolean isMet() {
    return (target == null || target.isMetBy(value)) && (goal == null || goal.isMetBy(value));
  }
}
