package io.nfcs.grid.tier;

import io.nfcs.counters.ErrorLog;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads between a tick and the tiers below near: they ask these tiers for a limited time, and
 * apply changes that may be applied later.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its threads, daemons.
 */
final class Aside implements AutoCloseable {
  private static final int MOST_THREADS = 64;
  private static final String NAME = "nfcs-cache-below";

  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor later;
  private final ErrorLog errors;

  Aside(ErrorLog errors) {
    this.errors = errors;
    threads =
        new ThreadPoolExecutor(
            0, MOST_THREADS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), Aside::daemon);
    later = new ScheduledThreadPoolExecutor(1, Aside::daemon);
    later.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Returns the log of failures of deferred work. */
  ErrorLog errors() {
    return errors;
  }

  /** Executes a task soon; returns whether it was accepted. */
  boolean execute(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  /** Executes a task after a pause, unless this is closed before. */
  void executeAfter(Runnable task, long millis) {
    try {
      var _ =
          later.schedule(
              () -> {
                if (!execute(task)) {
                  executeAfter(task, millis);
                }
              },
              millis,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // the caller of close does the remaining work
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    threads.shutdown();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, NAME);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Questions to one place that may hang: while an answer is overdue, no caller waits for another.
   *
   * <p><b>Threads.</b> Any. A late question is counted before a compare-and-set decides whether its
   * answer has come meanwhile; so the count is never too low, and 0 again in the end.
   */
  final class Questions {
    private final String place;
    private final long nanos;
    private final AtomicInteger overdue = new AtomicInteger();

    Questions(String place, long nanos) {
      this.place = place;
      this.nanos = nanos;
    }

    /**
     * Returns the answer.
     *
     * @throws LateException if there is none in time
     */
    <R extends @Nullable Object> R ask(Callable<R> question) {
      if (overdue.get() > 0) {
        throw new LateException(place + " has not answered an earlier question yet");
      }
      Question<R> asked = new Question<>(question);
      if (!execute(asked)) {
        throw new LateException(place + ": too many questions at once");
      }
      try {
        return asked.get(nanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        asked.late();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        if (failed.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException(failed.getCause());
      }
      throw new LateException(place + " has not answered within cache.tick_micros");
    }

    /** A question, which counts as overdue from the end of its time until it is answered. */
    private final class Question<R extends @Nullable Object> extends FutureTask<R> {
      private final AtomicBoolean isLateOrDone = new AtomicBoolean();

      Question(Callable<R> question) {
        super(question);
      }

      void late() {
        overdue.incrementAndGet();
        if (!isLateOrDone.compareAndSet(false, true)) {
          overdue.decrementAndGet();
        }
      }

      @Override
      protected void done() {
        if (!isLateOrDone.compareAndSet(false, true)) {
          overdue.decrementAndGet();
        }
      }
    }
  }
}
