package io.nfcs.grid.tier;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that fetch in the background. A thread that waits for the flight of another is
 * replaced meanwhile, so that loaders which ask for other keys do not delay those that ask for
 * none.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its threads, daemons that end when they have had nothing to
 * do for a while.
 */
final class FetchPool implements AutoCloseable {
  private static final int MOST_QUEUED = 4096;
  private static final int MOST_STAND_INS = 64;

  private final int threads;
  private final ThreadPoolExecutor executor;
  private int waiting;

  /** Creates a pool with a number of threads. */
  FetchPool(int threads) {
    this.threads = threads;
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_QUEUED),
            this::thread);
  }

  /** Queues a flight, unless too many are queued already; returns whether it was accepted. */
  boolean offer(Flight flight) {
    try {
      executor.execute(flight);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  /**
   * Records that a thread of the pool waits. The larger limit is set first, here and the other way
   * round in {@link #standDown}: the executor refuses a core that is larger than its maximum.
   */
  synchronized void standIn() {
    waiting++;
    int size = size();
    executor.setMaximumPoolSize(size);
    executor.setCorePoolSize(size);
  }

  /** Records that a thread of the pool does not wait any more. */
  synchronized void standDown() {
    waiting--;
    int size = size();
    executor.setCorePoolSize(size);
    executor.setMaximumPoolSize(size);
  }

  /** Interrupts the threads, and does not wait for them. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private int size() {
    return threads + Math.min(waiting, MOST_STAND_INS);
  }

  private Thread thread(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              Holder.current().joins(this);
              work.run();
            },
            "nfcs-cache-fetch");
    thread.setDaemon(true);
    return thread;
  }
}
