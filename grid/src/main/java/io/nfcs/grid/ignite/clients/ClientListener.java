package io.nfcs.grid.ignite.clients;

import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.processors.metric.GridMetricManager;
import org.apache.ignite.internal.processors.odbc.ClientListenerMetrics;
import org.apache.ignite.internal.processors.odbc.ClientListenerProcessor;

/**
 * A stand-in for Ignite's own listener, which is not started, where Ignite's requests look for it.
 */
final class ClientListener extends ClientListenerProcessor {
  private final ClientListenerMetrics metrics;
  private final ClientServer server;

  ClientListener(GridKernalContext context, ClientListenerMetrics metrics, ClientServer server) {
    super(context);
    this.metrics = metrics;
    this.server = server;
  }

  static ClientListenerMetrics metrics(GridKernalContext context) {
    return new ClientListenerMetrics(
        context.metric().registry(GridMetricManager.CLIENT_CONNECTOR_METRICS));
  }

  @Override
  public void start() throws IgniteCheckedException {
    throw new IgniteCheckedException("stands in for a listener that is not started");
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public ClientListenerMetrics metrics() {
    return metrics;
  }

  @Override
  public void closeAllSessions() {
    server.closeSessions();
  }

  /** Returns false: a stack trace of the server does not concern the client. */
  @Override
  public boolean sendServerExceptionStackTraceToClient() {
    return false;
  }
}
