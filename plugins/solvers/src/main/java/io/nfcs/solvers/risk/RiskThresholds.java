package io.nfcs.solvers.risk;

/**
 * Limits of all watched quantities.
 *
 * @param hallucination of the hallucination number
 * @param defects of the defect density, per unit area
 * @param globalOrder of the field's order parameter, dangerous when low
 * @param modularOrder of the oscillators' order parameter, dangerous when low
 */
record RiskThresholds(
    RiskLimits hallucination, RiskLimits defects, RiskLimits globalOrder, RiskLimits modularOrder) {
  /** The limits of the reference. */
  public static final RiskThresholds REFERENCE =
      new RiskThresholds(
          new RiskLimits(0.6, 0.8, 0.95, RiskExit.REFERENCE),
          new RiskLimits(0.05, 0.1, 0.2, RiskExit.REFERENCE),
          new RiskLimits(0.4, 0.3, 0.2, RiskExit.REFERENCE),
          new RiskLimits(0.5, 0.3, 0.2, RiskExit.REFERENCE));
}
