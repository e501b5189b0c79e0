package io.nfcs.solvers.risk;

/** Severity of a watched quantity. */
enum RiskLevel {
  /** Nothing to do. */
  NORMAL(0),
  /** To be watched. */
  WARNING(1),
  /** To be acted on. */
  CRITICAL(2),
  /** To be stopped. */
  EMERGENCY(3);

  private static final RiskLevel[] BY_CODE = values();

  private final int code;

  RiskLevel(int code) {
    this.code = code;
  }

  static RiskLevel of(int code) {
    return BY_CODE[code];
  }

  /** Returns the code of the journal; never changes. */
  public int code() {
    return code;
  }
}
