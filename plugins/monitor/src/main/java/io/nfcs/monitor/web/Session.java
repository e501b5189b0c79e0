package io.nfcs.monitor.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A session: the requests of a connection, one after the other, until either side ends it.
 *
 * <p><b>Threads.</b> One.
 */
final class Session {
  private static final int TIMEOUT = 408;
  private static final int FIRST_REFUSAL = 400;

  private final RequestReader reader;
  private final OutputStream out;
  private final Context context;
  private final boolean isReserve;
  private final Consumer<Phase> phases;

  /**
   * Creates a session.
   *
   * @param in input of the client; a read that takes too long throws
   * @param isReserve whether the connection is beyond the limit
   * @param phases receives the phases
   */
  Session(
      InputStream in,
      OutputStream out,
      Context context,
      boolean isReserve,
      Consumer<Phase> phases) {
    reader = new RequestReader(in);
    this.out = out;
    this.context = context;
    this.isReserve = isReserve;
    this.phases = phases;
  }

  /**
   * Answers requests until the connection must be closed.
   *
   * @throws IOException if the client has gone, or has sent nothing for too long
   */
  void run() throws IOException {
    while (reader.await()) {
      phases.accept(Phase.UNKNOWN);
      Request request;
      try {
        request = reader.read();
      } catch (RefusedRequest refused) {
        refuse(refused.status());
        return;
      } catch (SocketTimeoutException halfOpen) {
        refuse(TIMEOUT);
        return;
      }
      Exchange answered = answer(request);
      if (!answered.isPersistent()) {
        return;
      }
      phases.accept(answered.status() < FIRST_REFUSAL ? Phase.IDLE : Phase.REFUSED);
    }
  }

  private Exchange answer(Request request) throws IOException {
    phases.accept(Phase.WORKING);
    Exchange exchange = new Exchange(request, isReserve, out, context.time, phases);
    try {
      context.handler.handle(exchange);
    } catch (RuntimeException | Error failure) {
      context.failures.accept(failure);
      exchange.last();
      if (exchange.status() == 0) {
        exchange.send(500);
      }
    } finally {
      context.statuses.accept(exchange.status());
    }
    return exchange;
  }

  private void refuse(int status) throws IOException {
    phases.accept(Phase.WORKING);
    Request unknown = new Request("", "", Map.of(), Map.of("", List.of()), "", true);
    context.statuses.accept(status);
    new Exchange(unknown, isReserve, out, context.time, phases).last().send(status);
  }

  /**
   * Context of all sessions.
   *
   * @param handler answers requests
   * @param time clock for the date of responses
   * @param statuses receives the status of each response, 0 for none
   * @param failures receives the exceptions of the handler
   */
  record Context(
      Handler handler,
      InstantSource time,
      Consumer<Integer> statuses,
      Consumer<Throwable> failures) {}
}
