package io.nfcs.monitor.web;

import java.io.IOException;

/**
 * A handler of requests.
 *
 * <p><b>Threads.</b> Any, many at a time.
 */
@FunctionalInterface
interface Handler {
  /**
   * Handles one request by the exchange; an exception is a failure of the server.
   *
   * @throws IOException if the client has gone
   */
  void handle(Exchange exchange) throws IOException;
}
