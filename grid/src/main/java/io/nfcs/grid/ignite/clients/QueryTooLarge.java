package io.nfcs.grid.ignite.clients;

import org.apache.ignite.internal.processors.cache.query.IgniteQueryErrorCode;
import org.apache.ignite.internal.processors.query.IgniteSQLException;

/** A query of a client that is refused for its size. */
final class QueryTooLarge extends IgniteSQLException {
  private static final long serialVersionUID = 1;

  QueryTooLarge(String text) {
    super(text, IgniteQueryErrorCode.UNSUPPORTED_OPERATION);
  }

  /** Refuses something that is longer than texts may be. */
  static QueryTooLarge by(String what, long bytes, int textBytes) {
    return new QueryTooLarge(
        what + " of " + bytes + " bytes is longer than " + limit(textBytes) + " allows");
  }

  /** Returns the setting that bounds texts. */
  static String limit(int textBytes) {
    return "grid.clients.text_bytes (" + textBytes + ")";
  }
}
