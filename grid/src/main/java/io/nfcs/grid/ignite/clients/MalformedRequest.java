package io.nfcs.grid.ignite.clients;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes that are not a request; the connection ends with them. */
final class MalformedRequest extends IOException {
  private static final long serialVersionUID = 1;

  MalformedRequest(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
