package io.nfcs.solvers.risk;

import io.nfcs.config.Setting;
import java.util.List;

/**
 * Section {@code risk}: limits for the state of the model, weights of its cost, and the feedback.
 */
record RiskSettings(
    @Setting(
            doc =
                "Limits of warning, critical and emergency, for each quantity by itself; the"
                    + " worst is the level of the tick",
            value = "{}")
        Limits limits,
    @Setting(doc = "Weights of the cost functional J", value = "{}") Cost cost,
    @Setting(
            doc = "Proportional feedback: control = gain * (target - order parameter)",
            value = "{}")
        Gains feedback) {

  /** Limits of the levels. */
  record Limits(
      @Setting(doc = "Hallucination number H_a", value = "[0.6, 0.8, 0.95]", min = 0, max = 1e9)
          List<Double> hallucination,
      @Setting(doc = "Vortices per unit area", value = "[0.05, 0.1, 0.2]", min = 0, max = 1e9)
          List<Double> defects,
      @Setting(
              doc = "Order parameter of the field, dangerous when low",
              value = "[0.4, 0.3, 0.2]",
              min = 0,
              max = 1)
          List<Double> globalOrder,
      @Setting(
              doc = "Order parameter of the oscillators, dangerous when low",
              value = "[0.5, 0.3, 0.2]",
              min = 0,
              max = 1)
          List<Double> modularOrder,
      @Setting(
              doc =
                  "Hysteresis factor for leaving a level: its limit times this (or divided by it,"
                      + " where low is dangerous)",
              value = "[0.85, 0.75, 0.7]",
              min = 0,
              max = 1)
          List<Double> exit) {

    /** Refuses limits that are not three in order. */
    Limits {
      thresholds(hallucination, defects, globalOrder, modularOrder, exit);
    }

    RiskThresholds thresholds() {
      return thresholds(hallucination, defects, globalOrder, modularOrder, exit);
    }

    private static RiskThresholds thresholds(
        List<Double> hallucination,
        List<Double> defects,
        List<Double> globalOrder,
        List<Double> modularOrder,
        List<Double> exit) {
      three("exit", exit);
      RiskExit factors = new RiskExit(exit.get(0), exit.get(1), exit.get(2));
      return new RiskThresholds(
          rising("hallucination", hallucination, factors),
          rising("defects", defects, factors),
          falling("global_order", globalOrder, factors),
          falling("modular_order", modularOrder, factors));
    }

    /** Returns limits that must rise: in the wrong order every tick would be an emergency. */
    private static RiskLimits rising(String key, List<Double> limits, RiskExit exit) {
      RiskLimits checked = limits(key, limits, exit);
      if (checked.emergency() < checked.warning()) {
        throw new IllegalArgumentException(
            key + ": " + limits + ", allowed: strictly rising, for it is dangerous when high");
      }
      return checked;
    }

    private static RiskLimits falling(String key, List<Double> limits, RiskExit exit) {
      RiskLimits checked = limits(key, limits, exit);
      if (checked.emergency() > checked.warning()) {
        throw new IllegalArgumentException(
            key + ": " + limits + ", allowed: strictly falling, for it is dangerous when low");
      }
      return checked;
    }

    private static RiskLimits limits(String key, List<Double> limits, RiskExit exit) {
      three(key, limits);
      try {
        return new RiskLimits(limits.get(0), limits.get(1), limits.get(2), exit);
      } catch (IllegalArgumentException refused) {
        throw new IllegalArgumentException(key + ": " + refused.getMessage(), refused);
      }
    }

    private static void three(String key, List<Double> values) {
      if (values.size() != 3) {
        throw new IllegalArgumentException(
            key + ": " + values + ", allowed: warning, critical, emergency");
      }
    }
  }

  /** Weights of the cost functional. */
  record Cost(
      @Setting(doc = "Weight of the field's square", value = "1.0", min = 0, max = 1e6)
          double field,
      @Setting(doc = "Weight of the gradient's square", value = "0.5", min = 0, max = 1e6)
          double gradient,
      @Setting(doc = "Weight of the control's square", value = "0.1", min = 0, max = 1e6)
          double control,
      @Setting(doc = "Weight of lost coherence", value = "2.0", min = 0, max = 1e6)
          double coherence) {}

  /** Gains of the feedback. */
  record Gains(
      @Setting(doc = "Wanted order parameter", value = "0.7", min = 0, max = 1) double target,
      @Setting(doc = "Gain of the field's control", value = "0.1", min = -100, max = 100)
          double fieldGain,
      @Setting(
              doc = "Gain of the oscillators' control",
              unit = "rad/time",
              value = "0.2",
              min = -100,
              max = 100)
          double moduleGain) {}
}
