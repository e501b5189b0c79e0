package io.nfcs.grid.ignite;

import io.nfcs.table.NodeAwayException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.NanoClock;

/**
 * Calls of a node by threads of their own, so that a caller waits for a limited time only, in any
 * state of the node, and an interrupt of the caller does not reach the node's files.
 *
 * <p>While a call that began is overdue, all others are refused at once, so that callers do not
 * pile up (a circuit breaker, Nygard 2007); once it has come back, or {@link #answers()} was
 * called, calls are made again. A call that has not begun in time never begins. One that was given
 * up may still take effect when the node continues.
 *
 * <p><b>Threads.</b> Any. A call made by a call runs on the same thread. A call sees what its
 * caller did before, and the caller, with the answer, what the call did. <b>Owns</b> its threads.
 * <b>Fails</b> with a {@link NodeAwayException} if there is no answer, else as the call does.
 */
final class NodeCalls implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int MOST_THREADS = 64;
  private static final int WAITING = 1024;

  private final String name;
  private final String setting;
  private final long boundMillis;
  private final NanoClock clock;
  private final ThreadPoolExecutor pool;
  private final Set<Call<?>> stuck = ConcurrentHashMap.newKeySet();
  private final Set<Call<?>> lost = ConcurrentHashMap.newKeySet();
  private final LongAdder overdue = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile long stuckNanos;

  /**
   * Calls of a node.
   *
   * @param name of the node, for messages
   * @param setting key of the setting of the bound, for messages
   * @param boundMillis longest time that a call may take
   */
  NodeCalls(String name, String setting, long boundMillis, NanoClock clock) {
    this.name = name;
    this.setting = setting;
    this.boundMillis = boundMillis;
    this.clock = clock;
    pool =
        new ThreadPoolExecutor(
            THREADS,
            MOST_THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            CallThread::new);
    pool.allowCoreThreadTimeOut(true);
  }

  /** Calls and waits for the answer, as long as the settings allow. */
  <R> R call(Callable<R> operation) {
    if (Thread.currentThread() instanceof CallThread) {
      return here(operation);
    }
    refuseIfStuck();
    return await(start(operation));
  }

  /** Makes several calls at once and waits for all answers, which are in their order. */
  <R> List<R> callAll(List<? extends Callable<R>> operations) {
    if (Thread.currentThread() instanceof CallThread) {
      return operations.stream().map(NodeCalls::<R>here).toList();
    }
    refuseIfStuck();
    return operations.stream().map(this::start).toList().stream().map(this::await).toList();
  }

  /** Calls and waits for a time at most; a late answer says nothing about the node. */
  <R> R callWithin(long nanos, Callable<R> operation) {
    if (isStuck()) {
      throw new NodeAwayException(name + " is stuck: " + reason());
    }
    Call<R> call = start(operation);
    if (call.isBackWithin(nanos)) {
      return call.answer();
    }
    pool.remove(call);
    throw new NodeAwayException(name + " is slow");
  }

  /** Returns whether a call is overdue. */
  boolean isStuck() {
    return !stuck.isEmpty();
  }

  /** Returns the reason why calls are not answered, while {@link #isStuck()}. */
  String reason() {
    return "no answer within " + boundMillis + " ms (" + setting + ')';
  }

  /** Returns how long the node has been stuck. */
  long stuckMillis() {
    return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - stuckNanos);
  }

  /** Records that the node answers: calls that are still overdue are lost. */
  void answers() {
    lost.addAll(stuck);
    // a call that came back in between is not lost
    lost.removeIf(FutureTask::isDone);
    stuck.clear();
    resize();
  }

  /** Returns how many calls were not answered in time. */
  long overdueCount() {
    return overdue.sum();
  }

  /** Returns how many calls were refused at once. */
  long refusedCount() {
    return refused.sum();
  }

  /** Refuses calls from now on; those under way are not waited for. */
  @Override
  public void close() {
    pool.shutdown();
  }

  private void refuseIfStuck() {
    if (isStuck()) {
      refused.increment();
      throw new NodeAwayException(name + " is stuck: " + reason());
    }
  }

  /** Waits for the answer, as long as the settings allow. */
  private <R> R await(Call<R> call) {
    if (call.isBackWithin(TimeUnit.MILLISECONDS.toNanos(boundMillis))) {
      return call.answer();
    }
    String why = name + ": " + reason();
    throw giveUp(call) ? NodeAwayException.unanswered(why) : new NodeAwayException(why);
  }

  private <R> Call<R> start(Callable<R> operation) {
    Call<R> call = new Call<>(operation);
    try {
      pool.execute(call);
    } catch (RejectedExecutionException full) {
      refused.increment();
      throw new NodeAwayException(
          pool.isShutdown()
              ? name + " is closed"
              : name + " has " + WAITING + " calls waiting already");
    }
    return call;
  }

  /** Stops waiting for a call; returns whether the call has begun. */
  private boolean giveUp(Call<?> call) {
    overdue.increment();
    if (pool.remove(call)) {
      return false;
    }
    if (stuck.isEmpty()) {
      stuckNanos = clock.nanoTime();
    }
    stuck.add(call);
    if (call.isDone()) {
      stuck.remove(call);
    }
    resize();
    return true;
  }

  private void back(Call<?> call) {
    if (stuck.remove(call) || lost.remove(call)) {
      resize();
    }
  }

  /** Replaces a thread that does not come back. */
  private synchronized void resize() {
    pool.setCorePoolSize(Math.min(MOST_THREADS, THREADS + stuck.size() + lost.size()));
  }

  private static <R> R here(Callable<R> operation) {
    try {
      return operation.call();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A call and its answer. */
  private final class Call<R> extends FutureTask<R> {
    Call(Callable<R> operation) {
      super(operation);
    }

    @Override
    protected void done() {
      back(this);
    }

    /**
     * Waits for the answer even if the caller is interrupted, and keeps the interrupt; returns
     * whether it came in time.
     */
    boolean isBackWithin(long nanos) {
      long end = clock.nanoTime() + nanos;
      boolean wasInterrupted = false;
      try {
        while (true) {
          try {
            get(end - clock.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
          } catch (InterruptedException e) {
            wasInterrupted = true;
          } catch (ExecutionException failed) {
            return true;
          } catch (TimeoutException late) {
            return false;
          }
        }
      } finally {
        if (wasInterrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    R answer() {
      if (state() == State.SUCCESS) {
        return resultNow();
      }
      Throwable failure = exceptionNow();
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failure);
    }
  }

  /** A thread that calls. */
  private static final class CallThread extends Thread {
    CallThread(Runnable work) {
      super(work, "nfcs-grid-call");
      setDaemon(true);
    }
  }
}
