package io.nfcs.grid.ignite.clients;

import org.apache.ignite.internal.processors.cache.query.IgniteQueryErrorCode;
import org.apache.ignite.internal.processors.query.IgniteSQLException;

/** A query of a client that is refused for what it would take. */
final class QueryTooLarge extends IgniteSQLException {
  private static final long serialVersionUID = 1;

  QueryTooLarge(String text) {
    super(text, IgniteQueryErrorCode.UNSUPPORTED_OPERATION);
  }
}
