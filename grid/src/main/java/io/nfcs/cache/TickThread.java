package io.nfcs.cache;

/**
 * A thread on which ticks run. A cache never lets it wait for what lies below near: a look-up
 * without a budget of its own is given {@code cache.tick_micros} for each tier and each other
 * thread it would wait for, and its changes are applied below soon after.
 *
 * <p>The loader is not below near in this sense: if no tier answers with the key, a look-up without
 * a budget calls it on this thread, for as long as it takes.
 */
public final class TickThread extends Thread {
  /** A thread that runs a task. */
  public TickThread(Runnable task, String name) {
    super(task, name);
  }

  /** Returns whether the calling thread is a tick thread. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof TickThread;
  }
}
