package io.nfcs.solvers;

import io.nfcs.config.Setting;

/**
 * Section {@code risk}: what the state of the model is judged by, and the feedback.
 *
 * @param cost weights of the cost functional
 * @param feedback proportional feedback
 */
record RiskSettings(
    @Setting(doc = "Weights of the cost functional J", value = "{}") Cost cost,
    @Setting(
            doc = "Proportional feedback: control = gain * (target - order parameter)",
            value = "{}")
        Gains feedback) {

  /**
   * Weights of the cost functional.
   *
   * @param field of the field's square
   * @param gradient of its gradient's square
   * @param control of the control's square
   * @param coherence of what the order parameters lack of 1
   */
  record Cost(
      @Setting(doc = "Weight of the field's square", value = "1.0", min = 0, max = 1e6)
          double field,
      @Setting(doc = "Weight of the gradient's square", value = "0.5", min = 0, max = 1e6)
          double gradient,
      @Setting(doc = "Weight of the control's square", value = "0.1", min = 0, max = 1e6)
          double control,
      @Setting(doc = "Weight of lost coherence", value = "2.0", min = 0, max = 1e6)
          double coherence) {}

  /**
   * Gains of the feedback.
   *
   * @param target order parameter that is wanted
   * @param fieldGain gain on the field's
   * @param moduleGain gain on the oscillators'
   */
  record Gains(
      @Setting(doc = "Order parameter that is wanted", value = "0.7", min = 0, max = 1)
          double target,
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
