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
   * Handles one request by the exchange, which it must answer before it returns. An unchecked
   * exception is a failure of the server: it is reported, answered by status 500 if nothing was
   * sent yet, and ends the connection. May wait: its thread is virtual and waits for this request
   * only.
   *
   * @throws IOException if the client has gone
   */
  void handle(Exchange exchange) throws IOException;
}
