package io.nfcs.constitution;

import io.nfcs.config.Setting;
import java.util.List;

/**
 * Part {@code control} of section {@code constitution}: for each of the decisions accept, monitor,
 * reject and emergency, in this order.
 */
record ControlSettings(
    @Setting(
            doc = "Factor on the control of field and oscillators",
            value = "[1, 1, 0.7, 0.5]",
            min = 0,
            max = 1)
        List<Double> amplitude,
    @Setting(
            doc = "Share of the former control that is kept",
            value = "[0, 0.1, 0.1, 0.3]",
            min = 0,
            max = 1)
        List<Double> smoothing,
    @Setting(
            doc = "Rate at which the field is damped, per time",
            value = "[0, 0, 0.1, 0.2]",
            min = 0,
            max = 100)
        List<Double> damping,
    @Setting(
            doc = "Factor on the coupling of the oscillators",
            value = "[1, 1, 1.5, 2]",
            min = 0,
            max = 100)
        List<Double> coupling,
    @Setting(
            doc = "Risk of a token above which it is filtered",
            value = "[0.95, 0.9, 0.8, 0.7]",
            min = 0,
            max = 1)
        List<Double> tokenLimit) {
  private static final int DECISIONS = 4;
  private static final double LARGEST_RATE = 100;

  /** Refuses lists of other than four values, and values out of range. */
  public ControlSettings {
    check("amplitude", amplitude, 1);
    check("smoothing", smoothing, 1);
    check("damping", damping, LARGEST_RATE);
    check("coupling", coupling, LARGEST_RATE);
    check("token_limit", tokenLimit, 1);
  }

  private static void check(String key, List<Double> values, double largest) {
    if (values.size() != DECISIONS
        || !values.stream().allMatch(value -> value >= 0 && value <= largest)) {
      throw new IllegalArgumentException(
          "%s: %s, allowed: accept, monitor, reject, emergency, each in 0..%s"
              .formatted(key, values, largest));
    }
  }
}
