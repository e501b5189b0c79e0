package io.nfcs.lab.load;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a load test.
 *
 * @param fromNanos its beginning
 * @param toNanos its end
 * @param users number of users at its end
 * @param isMeasured whether its operations count; those of the ramp-up do not
 */
record Phase(long fromNanos, long toNanos, int users, boolean isMeasured) {
  /**
   * Returns the phases of a test: ramp-up and full load, or steps of equal length.
   *
   * @param steps 1 for ramp-up and full load
   */
  static List<Phase> of(int steps, int users, long startNanos, long rampUpNanos, long testNanos) {
    List<Phase> phases = new ArrayList<>();
    if (steps == 1) {
      long full = startNanos + rampUpNanos;
      if (rampUpNanos > 0) {
        phases.add(new Phase(startNanos, full, users, false));
      }
      phases.add(new Phase(full, full + testNanos, users, true));
      return phases;
    }
    for (int step = 0; step < steps; step++) {
      phases.add(
          new Phase(
              startNanos + testNanos * step / steps,
              startNanos + testNanos * (step + 1) / steps,
              (int) Math.max(1, (long) users * (step + 1) / steps),
              true));
    }
    return phases;
  }

  /**
   * Returns the time at which a user arrives: evenly spread over the first phase, or at the
   * beginning of a step.
   */
  static long arrivalNanos(List<Phase> phases, int user) {
    Phase first = phases.getFirst();
    if (!first.isMeasured()) {
      long length = first.toNanos() - first.fromNanos();
      return first.fromNanos() + length * user / first.users();
    }
    return phases.stream()
        .filter(phase -> user < phase.users())
        .findFirst()
        .orElseThrow()
        .fromNanos();
  }
}
