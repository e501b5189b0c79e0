package io.nfcs.table;

import java.io.Serial;

/** The node does not answer at present; what was asked of it may be asked again later. */
public final class NodeAwayException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /** The message says why. */
  public NodeAwayException(String message) {
    super(message);
  }

  /** The message says why, and the cause more. */
  public NodeAwayException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Where it was noticed says nothing, and it is thrown often while the node is away. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
