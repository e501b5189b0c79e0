package io.nfcs.bench.cli;

/** What the exit status of a command says. */
final class ExitStatus {
  /** All is well. */
  static final int OK = 0;

  /** The thing that was checked does not hold. */
  static final int DOES_NOT_HOLD = 1;

  /** The command or the configuration cannot be used. */
  static final int UNUSABLE = 2;

  private ExitStatus() {}
}
