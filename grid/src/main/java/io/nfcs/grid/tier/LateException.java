package io.nfcs.grid.tier;

/** What lies below near does not answer in the time that a tick has for it. */
final class LateException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LateException(String message) {
    super(message);
  }

  /** Where it was noticed says nothing, and it is thrown often while a tier hangs. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
