package io.nfcs.solvers.risk;

/**
 * Proportional feedback towards a wanted order: u = gain (target - R).
 *
 * <p>The module control is the same for all oscillators and so turns them together: it cannot
 * change their order.
 *
 * <p><b>Fails.</b> With {@link IllegalArgumentException} on a value that is not finite.
 *
 * @param target wanted order parameter, 0.7 in the reference loop
 * @param fieldGain gain of the field's control, 0.1 in the reference loop
 * @param moduleGain gain of the modules' control, rad per time unit, 0.2 in the reference loop
 */
record Feedback(double target, double fieldGain, double moduleGain) {
  /** Checks the values. */
  public Feedback {
    check("target", target);
    check("fieldGain", fieldGain);
    check("moduleGain", moduleGain);
  }

  /** Returns the control of the field for a global order parameter. */
  public double field(double globalOrder) {
    return fieldGain * (target - globalOrder);
  }

  /** Returns the control of every oscillator for the order parameter of the modules. */
  public double modules(double modularOrder) {
    return moduleGain * (target - modularOrder);
  }

  private static void check(String key, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(key + ": " + value + ", allowed: finite");
    }
  }
}
