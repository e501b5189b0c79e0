package io.nfcs.config;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Something cannot be started; the message says what is in the way and what is allowed. Nothing is
 * left half-started.
 */
public final class StartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The message is meant for the person who starts it. */
  public StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
