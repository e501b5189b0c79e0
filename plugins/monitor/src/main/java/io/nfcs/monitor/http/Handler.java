package io.nfcs.monitor.http;

import java.io.IOException;

/**
 * Answers requests.
 *
 * <p><b>Threads.</b> Any, many at a time.
 */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request by the exchange; what it throws is a failure of the server.
   *
   * @throws IOException if the client has gone
   */
  void handle(Exchange exchange) throws IOException;
}
