package io.nfcs.cache;

import java.io.Serial;

/** A look-up whose loader failed. The cause is the loader's. */
public final class CacheException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** Creates an exception with the request and the cause of its failure. */
  public CacheException(String message, Throwable cause) {
    super(message, cause);
  }
}
