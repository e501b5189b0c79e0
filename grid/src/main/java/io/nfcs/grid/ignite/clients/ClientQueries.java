package io.nfcs.grid.ignite.clients;

import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.processors.query.GridQueryFinishedInfo;
import org.apache.ignite.internal.processors.query.QueryUtils;
import org.apache.ignite.internal.processors.query.running.GridRunningQueryInfo;
import org.apache.ignite.internal.processors.query.running.RunningQueryManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many queries of clients run at a time, and how long each.
 *
 * <p><b>Threads.</b> Any.
 */
final class ClientQueries {
  private static final Logger LOG = LoggerFactory.getLogger(ClientQueries.class);

  private final GridKernalContext context;
  private final int mostMillis;
  private final Refusals refusals;
  private final Semaphore permits;

  ClientQueries(GridKernalContext context, ClientSettings settings, Refusals refusals) {
    this.context = context;
    this.refusals = refusals;
    mostMillis = settings.queryMillis();
    permits = new Semaphore(settings.queries());
    context.query().runningQueryManager().registerQueryFinishedListener(this::ended);
  }

  private void ended(GridQueryFinishedInfo query) {
    if (query.failed()
        && QueryUtils.wasCancelled(query.failReason())
        && query.finishTime() - query.startTime() >= mostMillis) {
      refusals.count(Kind.QUERY);
    }
  }

  /** Runs a query, or a part of it, when it is its turn; answers whether its turn came in time. */
  boolean run(Runnable query) {
    try {
      if (!permits.tryAcquire(mostMillis, TimeUnit.MILLISECONDS)) {
        refusals.count(Kind.QUERY);
        return false;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      query.run();
    } finally {
      permits.release();
    }
    return true;
  }

  /** Ends those that have run too long, whatever limit the client has asked for. */
  void endLate() {
    RunningQueryManager running = context.query().runningQueryManager();
    for (GridRunningQueryInfo query : running.runningQueries(mostMillis)) {
      if (query.queryInitiatorId() != null && query.cancelable()) {
        LOG.warn(
            "a query of {} has run longer than {} ms (grid.clients.query_millis) and is ended",
            query.queryInitiatorId(),
            mostMillis);
        query.cancel();
      }
    }
  }
}
