package io.nfcs.solvers.risk;

/** How bad a watched quantity is; the ordinal is the code of the journal. */
public enum RiskLevel {
  /** Nothing to do. */
  NORMAL,
  /** To be watched. */
  WARNING,
  /** To be acted on. */
  CRITICAL,
  /** To be stopped. */
  EMERGENCY
}
