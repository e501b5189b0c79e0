package io.nfcs.command;

/** Exit statuses of the commands. */
public final class ExitStatus {
  /** All is well. */
  public static final int OK = 0;

  /** The thing that was checked does not hold. */
  public static final int DOES_NOT_HOLD = 1;

  /** The command or the configuration cannot be used. */
  public static final int UNUSABLE = 2;

  private ExitStatus() {}
}
