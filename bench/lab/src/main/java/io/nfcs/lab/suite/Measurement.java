package io.nfcs.lab.suite;

import org.jspecify.annotations.Nullable;

/**
 * One value that was measured.
 *
 * @param name what, the same in every run of the suite
 * @param value how much
 * @param unit in which unit
 * @param target what the original system promised, {@code null} if nothing
 * @param goal what is held to beyond that, {@code null} if nothing
 */
public record Measurement(
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

  /** Whether it keeps to its target and its goal. */
  public boolean isMet() {
    return (target == null || target.isMetBy(value)) && (goal == null || goal.isMetBy(value));
  }
}
