package io.nfcs.solvers.risk;

/**
 * Factors for leaving a level: a quantity must pass the level's limit times the factor where high
 * is dangerous, the limit divided by the factor where low is.
 *
 * <p><b>Fails.</b> With {@link IllegalArgumentException} on factors outside of 0..1.
 *
 * @param warning factor of {@link RiskLevel#WARNING}
 * @param critical factor of {@link RiskLevel#CRITICAL}
 * @param emergency factor of {@link RiskLevel#EMERGENCY}
 */
record RiskExit(double warning, double critical, double emergency) {
  /** The factors of the reference. */
  public static final RiskExit REFERENCE = new RiskExit(0.85, 0.75, 0.7);

  /** Checks the range. */
  public RiskExit {
    if (!(isFactor(warning) && isFactor(critical) && isFactor(emergency))) {
      throw new IllegalArgumentException(
          "exit: %s, %s, %s, allowed: above 0 and at most 1"
              .formatted(warning, critical, emergency));
    }
  }

  private static boolean isFactor(double value) {
    return value > 0 && value <= 1;
  }
}
