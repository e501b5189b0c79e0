package io.nfcs.table;

import java.io.Serial;

/**
 * Thrown when the node does not answer at present; the call may be repeated later. Has no stack
 * trace.
 */
public final class NodeAwayException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean isBegun;

  /** Creates an exception whose message says why. */
  public NodeAwayException(String message) {
    super(message);
    isBegun = false;
  }

  /** Creates an exception whose message says why, and whose cause says more. */
  public NodeAwayException(String message, Throwable cause) {
    super(message, cause);
    isBegun = false;
  }

  private NodeAwayException(String message, boolean isBegun) {
    super(message);
    this.isBegun = isBegun;
  }

  /** Returns the exception for a call that has begun, and that no caller waits for any more. */
  public static NodeAwayException unanswered(String message) {
    return new NodeAwayException(message, true);
  }

  /**
   * Returns whether the call may still be executed, at any time, also after later calls. If not, it
   * will not be executed later; what it did before the node stopped may stay.
   */
  public boolean isBegun() {
    return isBegun;
  }

  /**
   * Returns this without a stack trace, which would say nothing and cost much while the node is
   * away.
   */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
