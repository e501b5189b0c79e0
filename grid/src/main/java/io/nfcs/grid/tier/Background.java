package io.nfcs.grid.tier;

import io.nfcs.counters.ErrorLog;
import io.nfcs.tier.ResizableTier;
import io.nfcs.tier.SharedTier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Periodic work for caches, done by one thread.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its thread, a daemon. <b>Fails.</b> What a task throws is
 * reported, and it has its next turn.
 */
final class Background implements AutoCloseable {
  private static final long BALANCE_SECONDS = 10;

  private final ErrorLog errors;
  private final ScheduledThreadPoolExecutor executor;
  private final Map<String, List<Future<?>>> repeated = new ConcurrentHashMap<>();
  private final Map<String, SizeController> controllers = new ConcurrentHashMap<>();

  Background(ErrorLog errors) {
    this.errors = errors;
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "nfcs-cache-changes");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    // a hint or the next step of a warm-up may come after the end
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Returns the thread, for work that schedules itself. */
  ScheduledThreadPoolExecutor executor() {
    return executor;
  }

  /** Repeats a task for a cache, with a pause between, until the cache is closed. */
  void repeat(String cache, Runnable task, long delayMillis) {
    repeated
        .computeIfAbsent(cache, first -> new CopyOnWriteArrayList<>())
        .add(
            executor.scheduleWithFixedDelay(
                () -> {
                  try {
                    task.run();
                  } catch (Throwable failure) {
                    // an exception would end the repetition
                    errors.record("maintenance of cache " + cache, failure);
                  }
                },
                delayMillis,
                delayMillis,
                TimeUnit.MILLISECONDS));
  }

  /** Moves bytes between near and the tier below it, if both can be resized. */
  void balance(String cache, Tiers tiers, Loading<?, ?> loading, CacheSettings settings) {
    List<MeasuredTier> below = tiers.below();
    ResizableTier first = below.isEmpty() ? null : below.getFirst().resizable();
    if (first == null || !settings.hasNear() || settings.balanceShare() == 0) {
      return;
    }
    SizeController controller =
        new SizeController(
            tiers.near().near(),
            below.getFirst().counts(),
            first,
            () -> below.size() > 1 ? below.get(1).counts().medianNanos() : loading.medianNanos(),
            settings.balanceShare());
    controllers.put(cache, controller);
    repeat(cache, controller::adjust, TimeUnit.SECONDS.toMillis(BALANCE_SECONDS));
  }

  /** Applies the changes of other processes: on a hint, and from time to time. */
  void hear(String cache, Changes changes, SharedTier log, long healMillis) {
    changes.hear();
    AtomicBoolean isHinted = new AtomicBoolean();
    log.onChange(() -> {
      if (!isHinted.getAndSet(true)) {
        executor.execute(() -> {
          isHinted.set(false);
          changes.hear();
        });
      }
    });
    repeat(cache, changes::hear, healMillis);
  }

  /** Moves bytes between tiers, one step, in each cache that does that. */
  void balance() {
    controllers.values().forEach(SizeController::adjust);
  }

  /** Ends all work for a cache. */
  void end(String cache) {
    controllers.remove(cache);
    List<Future<?>> tasks = repeated.remove(cache);
    if (tasks != null) {
      tasks.forEach(task -> task.cancel(false));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
