package io.nfcs.table;

import java.io.Serial;

/** The node does not answer at present; what was asked of it may be asked again later. */
public final class NodeAwayException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean isBegun;

  /** The message says why. */
  public NodeAwayException(String message) {
    super(message);
    isBegun = false;
  }

  /** The message says why, and the cause more. */
  public NodeAwayException(String message, Throwable cause) {
    super(message, cause);
    isBegun = false;
  }

  private NodeAwayException(String message, boolean isBegun) {
    super(message);
    this.isBegun = isBegun;
  }

  /** What was asked has begun, and nobody waits for it any more. */
  public static NodeAwayException unanswered(String message) {
    return new NodeAwayException(message, true);
  }

  /** Whether what was asked may still be done, at any time. */
  public boolean isBegun() {
    return isBegun;
  }

  /** Where it was noticed says nothing, and it is thrown often while the node is away. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
