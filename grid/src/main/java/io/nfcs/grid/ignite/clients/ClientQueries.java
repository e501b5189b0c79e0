package io.nfcs.grid.ignite.clients;

import io.nfcs.grid.ignite.clients.Refusals.Kind;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.processors.query.GridQueryFinishedInfo;
import org.apache.ignite.internal.processors.query.QueryUtils;
import org.apache.ignite.internal.processors.query.running.GridRunningQueryInfo;
import org.apache.ignite.internal.processors.query.running.RunningQueryManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits of the queries of clients: their number at a time, and the time of each. When a query
 * ends, the next is that of the client whose queries have taken the least time so far. So long
 * queries of a few clients delay others by their time limit at most. (Least attained service,
 * Kleinrock 1976, of clients in place of jobs.)
 *
 * <p><b>Threads.</b> Any: turns are under one lock, which is not held while a query runs.
 */
final class ClientQueries {
  private static final Logger LOG = LoggerFactory.getLogger(ClientQueries.class);

  /**
   * Longest wait in multiples of the longest query: other clients without a query so far may come
   * before.
   */
  private static final int MOST_WAITS = 4;

  private final GridKernalContext context;
  private final int mostMillis;
  private final int mostQueries;
  private final Refusals refusals;
  private final NanoClock clock = SystemNanoClock.INSTANCE;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Turn> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Turn::takenNanos).thenComparingLong(Turn::number));
  private int running;
  private long turns;

  ClientQueries(GridKernalContext context, ClientSettings settings, Refusals refusals) {
    this.context = context;
    this.refusals = refusals;
    mostMillis = settings.queryMillis();
    mostQueries = settings.queries();
    context.query().runningQueryManager().registerQueryFinishedListener(this::ended);
  }

  private void ended(GridQueryFinishedInfo query) {
    if (query.failed()
        && QueryUtils.wasCancelled(query.failReason())
        && query.finishTime() - query.startTime() >= mostMillis) {
      refusals.count(Kind.QUERY);
    }
  }

  /**
   * Runs a query, or a part of it, when it is its turn; returns whether its turn came in time.
   *
   * @param taken time taken by the client of the query
   */
  boolean run(Taken taken, Runnable query) {
    try {
      if (!awaitTurn(taken.nanos)) {
        refusals.count(Kind.QUERY);
        return false;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
    long start = clock.nanoTime();
    try {
      query.run();
    } finally {
      taken.nanos += clock.nanoTime() - start;
      lock.lock();
      try {
        running--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return true;
  }

  private boolean awaitTurn(long takenNanos) throws InterruptedException {
    long left = MOST_WAITS * TimeUnit.MILLISECONDS.toNanos(mostMillis);
    lock.lock();
    try {
      Turn own = new Turn(takenNanos, turns++);
      waiting.add(own);
      try {
        while (running >= mostQueries || !own.equals(waiting.peek())) {
          if (left <= 0) {
            return false;
          }
          left = changed.awaitNanos(left);
        }
        running++;
        return true;
      } finally {
        waiting.remove(own);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends queries that have run too long, whatever limit the client has asked for. */
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

  /** The time that the queries of a client have taken; its own thread counts it. */
  static final class Taken {
    private long nanos;
  }

  /** A waiting query; the number orders queries of clients that have taken equal time. */
  private record Turn(long takenNanos, long number) {}
}
