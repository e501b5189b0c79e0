package io.nfcs.cache;

import java.io.Serial;

/** A look-up whose loader failed. The cause is the loader's. */
public final class CacheException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With what was asked for, and why it did not come. */
  public CacheException(String message, Throwable cause) {
    super(message, cause);
  }
}
