package io.nfcs.grid.tier;

/** Thrown when the tiers below near do not answer in the time that a tick has for them. */
final class LateException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LateException(String message) {
    super(message);
  }

  /**
   * Returns this without a stack trace, which would say nothing and cost much while a tier hangs.
   */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
