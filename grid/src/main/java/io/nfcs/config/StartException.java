package io.nfcs.config;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A failed start; the message says what prevents it and what is allowed. Nothing is left
 * half-started.
 */
public final class StartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The message is meant for the person who starts the program. */
  public StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
