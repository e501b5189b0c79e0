package io.nfcs.solvers.risk;

/**
 * Limits of the levels of one quantity, and factors for leaving a level.
 *
 * <p>A quantity is dangerous when high (warning below critical below emergency) or when low (the
 * other way round); the order of the values decides. A level entered at a limit is left only when
 * the quantity is back beyond its exit, so noise around a limit does not flip the level.
 *
 * <p><b>Fails.</b> With {@link IllegalArgumentException} on limits that are not strictly ordered
 * and above 0.
 *
 * @param warning limit of {@link RiskLevel#WARNING}
 * @param critical limit of {@link RiskLevel#CRITICAL}
 * @param emergency limit of {@link RiskLevel#EMERGENCY}
 * @param exit factors for leaving a level
 */
record RiskLimits(double warning, double critical, double emergency, RiskExit exit) {
  /** Checks the order. */
  public RiskLimits {
    boolean high = 0 < warning && warning < critical && critical < emergency;
    boolean low = 0 < emergency && emergency < critical && critical < warning;
    if (!high && !low) {
      throw new IllegalArgumentException(
          "limits: %s, %s, %s, allowed: strictly rising or strictly falling, above 0"
              .formatted(warning, critical, emergency));
    }
  }

  /**
   * Returns the level of a value, by the level before; a value that is not a number is an
   * emergency.
   */
  public RiskLevel level(double value, RiskLevel before) {
    if (Double.isNaN(value)) {
      return RiskLevel.EMERGENCY;
    }
    if (reaches(value, emergency, before == RiskLevel.EMERGENCY ? exit.emergency() : 1)) {
      return RiskLevel.EMERGENCY;
    }
    if (reaches(value, critical, before.compareTo(RiskLevel.CRITICAL) >= 0 ? exit.critical() : 1)) {
      return RiskLevel.CRITICAL;
    }
    boolean warned = before != RiskLevel.NORMAL;
    return reaches(value, warning, warned ? exit.warning() : 1)
        ? RiskLevel.WARNING
        : RiskLevel.NORMAL;
  }

  private boolean reaches(double value, double limit, double factor) {
    return warning < emergency ? value >= limit * factor : value <= limit / factor;
  }
}
