package io.nfcs.grid.ignite;

import io.nfcs.config.StartException;
import io.nfcs.table.NodeAwayException;
import io.nfcs.table.NodeState;
import io.nfcs.table.NodeState.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.cache.CacheException;
import org.agrona.concurrent.NanoClock;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteIllegalStateException;
import org.apache.ignite.IgniteState;
import org.apache.ignite.Ignition;
import org.apache.ignite.IgnitionListener;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.NodeStoppingException;
import org.apache.ignite.internal.processors.cache.distributed.dht.IgniteClusterReadOnlyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Ignite node that is started again whenever it has stopped, and activated again whenever
 * somebody has deactivated it. Everything asked of it goes through {@link #calls()}.
 *
 * <p><b>Threads.</b> Any. The node is {@code generation}, a volatile field: it is set when the node
 * is active, and cleared after time and reason of the stop were written, so that a thread that
 * finds none also finds why. One restart is made at a time; {@code wasStuck} and {@code
 * wasInactive} belong to the periodic check. <b>Owns</b> the node, and two threads that look after
 * it. <b>Fails.</b> While there is no node, calls throw a {@link NodeAwayException} with the
 * reason.
 */
final class NodeLife implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLife.class);
  private static final long FIRST_PAUSE_MILLIS = 1000;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  /** Run time after which a node counts as started, and not as failing again. */
  private static final long STEADY_MILLIS = 5000;

  private static final long WATCH_MILLIS = 500;
  private static final String PROBE = "node.probe";

  private final Path folder;
  private final String name;
  private final ThinClientEndpoint endpoint;
  private final NodeSettings settings;
  private final NanoClock clock;
  private final NodeCalls calls;
  private final ScheduledThreadPoolExecutor keeper;
  private final IgnitionListener listener = this::changed;
  private final List<Runnable> onAnswer = new CopyOnWriteArrayList<>();
  private final Backoff backoff = new Backoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
  private volatile @Nullable Generation generation;
  private volatile String reason = "";
  private volatile @Nullable String failure;
  private volatile long stoppedNanos;
  private volatile long runningNanos;
  private volatile long restarts;
  private volatile boolean isRestarting;
  private volatile boolean isClosed;
  private boolean wasStuck;
  private boolean wasInactive;

  /** One start of the node, and those of its caches that were asked for. */
  private record Generation(Ignite ignite, ConcurrentMap<String, IgniteCache<?, ?>> caches) {}

  private NodeLife(
      Path folder, NodeSettings settings, ThinClientEndpoint endpoint, NanoClock clock) {
    this.folder = folder;
    this.settings = settings;
    this.endpoint = endpoint;
    this.clock = clock;
    name = NodeConfiguration.instanceName(folder);
    calls =
        new NodeCalls(
            "the node in " + folder, "grid.operation_millis", settings.operationMillis(), clock);
    keeper =
        new ScheduledThreadPoolExecutor(
            2,
            work -> {
              Thread thread = new Thread(work, "nfcs-grid-keeper");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a node whose files are in {@code folder}.
   *
   * @throws StartException if it cannot be started
   */
  static NodeLife start(
      Path folder, NodeSettings settings, ThinClientEndpoint endpoint, NanoClock clock) {
    NodeConfiguration.quieten();
    NodeLife life = new NodeLife(folder, settings, endpoint, clock);
    try {
      life.begin();
    } catch (StartException refused) {
      life.keeper.shutdownNow();
      throw refused;
    } catch (RuntimeException | Error refused) {
      life.keeper.shutdownNow();
      NodeConfiguration.stop(life.name);
      throw new StartException(
          "the node in " + folder + " cannot be started: " + life.cause(refused), refused);
    }
    Ignition.addListener(life.listener);
    var _ =
        life.keeper.scheduleWithFixedDelay(
            life::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    return life;
  }

  /** Returns the calls of this node. */
  NodeCalls calls() {
    return calls;
  }

  /** Returns a cache of the node, which stays valid when the node is started again. */
  <K, V> NodeCache<K, V> cache(CacheConfiguration<K, V> configuration) {
    return new NodeCache<>(this, configuration);
  }

  /** Runs a task each time the node answers again, after a start or a hang. */
  void onAnswer(Runnable task) {
    onAnswer.add(task);
  }

  /** Forgets a task of {@link #onAnswer}. */
  void removeOnAnswer(Runnable task) {
    onAnswer.remove(task);
  }

  /** Returns the current node, for use inside calls only. */
  Ignite ignite() {
    return living().ignite;
  }

  /**
   * Returns the cache of a name in the current node, made if it is missing; for use inside calls
   * only.
   */
  @SuppressWarnings("unchecked") // a name has one configuration
  <K, V> IgniteCache<K, V> find(CacheConfiguration<K, V> configuration) {
    Generation now = living();
    String wanted = configuration.getName();
    IgniteCache<?, ?> known = now.caches.get(wanted);
    if (known == null) {
      known = now.ignite.getOrCreateCache(configuration);
      now.caches.put(wanted, known);
    }
    return (IgniteCache<K, V>) known;
  }

  /** Forgets a cache that somebody has destroyed; returns whether it was known. */
  boolean forget(String cache) {
    Generation now = generation;
    return now != null && now.caches.remove(cache) != null;
  }

  /**
   * Returns whether an operation has failed because the node stops, or is about to, or is not
   * active.
   */
  boolean isStopping(RuntimeException failed) {
    if (generation == null
        || Ignition.state(name) != IgniteState.STARTED
        || RootCause.isFullDisk(failed)
        || RootCause.isStop(failed)) {
      return true;
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof NodeStoppingException
          || cause instanceof IgniteIllegalStateException
          || cause instanceof IgniteClusterReadOnlyException
          || String.valueOf(cause.getMessage()).contains("cluster is inactive")) {
        return true;
      }
    }
    return false;
  }

  /** Returns the exception for callers of an operation that {@link #isStopping} has ended. */
  NodeAwayException stopping(RuntimeException failed) {
    return new NodeAwayException("the node is stopping: " + withFolder(cause(failed)));
  }

  /** Returns how often the node was started again. */
  long restarts() {
    return restarts;
  }

  NodeState state() {
    Phase phase;
    long sinceMillis;
    String why;
    if (isClosed) {
      phase = Phase.CLOSED;
      sinceMillis = sinceMillis(stoppedNanos);
      why = "it was closed";
    } else if (generation == null) {
      phase = Phase.RESTARTING;
      sinceMillis = sinceMillis(stoppedNanos);
      why = reason;
    } else if (calls.isStuck()) {
      phase = Phase.STUCK;
      sinceMillis = calls.stuckMillis();
      why = calls.reason();
    } else {
      phase = Phase.RUNNING;
      sinceMillis = sinceMillis(runningNanos);
      why = "";
    }
    return new NodeState(
        phase, sinceMillis, why, restarts, calls.overdueCount(), calls.refusedCount());
  }

  /**
   * Stops gracefully, whether the caller is interrupted or not.
   *
   * @throws IllegalStateException if it takes longer than the settings allow; the stop continues in
   *     the background, and the folder must not be used until the process has ended
   */
  @Override
  public void close() {
    stoppedNanos = clock.nanoTime();
    isClosed = true;
    Ignition.removeListener(listener);
    keeper.shutdownNow();
    calls.close();
    try {
      CompletableFuture.runAsync(this::stop, NodeLife::stopper)
          .orTimeout(settings.stopMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof TimeoutException) {
        throw new IllegalStateException(
            "the node has not stopped within "
                + settings.stopMillis()
                + " ms (grid.stop_millis); "
                + folder
                + " stays locked until this process has ended",
            failed);
      }
      LOG.error("the node has not stopped cleanly", failed.getCause());
    }
  }

  private void stop() {
    Generation now = generation;
    generation = null;
    if (now != null) {
      now.ignite.close();
    }
    try {
      // a start that was under way
      keeper.awaitTermination(settings.stopMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    NodeConfiguration.stop(name);
  }

  private static void stopper(Runnable stop) {
    Thread thread = new Thread(stop, "nfcs-grid-stop");
    thread.setDaemon(true);
    thread.start();
  }

  private Generation living() {
    Generation now = generation;
    if (now == null) {
      throw new NodeAwayException(
          isClosed ? "the node in " + folder + " is closed" : "the node has stopped: " + reason);
    }
    return now;
  }

  private void begin() {
    failure = null;
    Ignite ignite =
        endpoint.start(
            folder,
            new NodeFailure(this::failed),
            new NodeLog(() -> failure != null || isRestarting));
    awaitActive(ignite);
    runningNanos = clock.nanoTime();
    generation = new Generation(ignite, new ConcurrentHashMap<>());
    // an end before this assignment would not have been noticed
    if (Ignition.state(name) != IgniteState.STARTED) {
      generation = null;
      throw new IgniteException(Objects.requireNonNullElse(failure, "it stopped at once"));
    }
  }

  /**
   * Records the first failure of a start, of which later ones are consequences; a full disk
   * replaces it.
   */
  private synchronized void failed(String why) {
    if (failure == null || RootCause.isFullDisk(why)) {
      failure = why;
    }
  }

  /** Returns the cause of a failure: the failure of the node, rather than its stop. */
  private String cause(Throwable failed) {
    if (RootCause.isFullDisk(failed)) {
      return RootCause.of(failed);
    }
    String known = failure;
    if (known == null && RootCause.isStop(failed) && !reason.isEmpty()) {
      known = reason;
    }
    return known == null ? RootCause.of(failed) : known;
  }

  /**
   * Returns a text that names the folder of a full disk: its owner must know where to make room.
   */
  private String withFolder(String cause) {
    return RootCause.isFullDisk(cause) ? cause + ": " + folder : cause;
  }

  /** Waits until caches are accepted: after a change of state they are refused for a moment. */
  private void awaitActive(Ignite ignite) {
    long end = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.operationMillis());
    while (true) {
      try {
        ignite.getOrCreateCache(IgniteNode.registers());
        return;
      } catch (CacheException inProgress) {
        if (clock.nanoTime() - end >= 0) {
          throw new IgniteException(inProgress);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  /** Handles the stop of a node; called by Ignite during the stop, so it waits for nothing. */
  private void changed(@Nullable String instance, IgniteState state) {
    if (!name.equals(instance) || state == IgniteState.STARTED) {
      return;
    }
    boolean isFirst;
    synchronized (this) {
      if (generation == null || isClosed) {
        return;
      }
      isFirst = !isRestarting;
      isRestarting = true;
      reason =
          withFolder(
              Objects.requireNonNullElse(failure, "somebody has stopped it (" + state + ")"));
      if (isFirst) {
        stoppedNanos = clock.nanoTime();
      }
      // last: a caller that sees no node then asks for the time and the reason
      generation = null;
    }
    if (isFirst) {
      LOG.error(
          "the node has stopped: {}; it is started again until it runs, and the tables catch up"
              + " then",
          reason);
    }
    restartLater();
  }

  private void restartLater() {
    try {
      var _ = keeper.schedule(this::restart, backoff.nextMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("not restarted: the grid is closed", closed);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one restart at a time
  private void restart() {
    if (isClosed || generation != null) {
      return;
    }
    try {
      NodeConfiguration.stop(name);
      begin();
    } catch (RuntimeException | Error failed) {
      String why = withFolder(cause(failed));
      if (!why.equals(reason)) {
        reason = why;
        LOG.warn("the node cannot be started yet: {}", why);
      }
      failure = why;
      NodeConfiguration.stop(name);
      restartLater();
      return;
    }
    restarts++;
    calls.answers();
    onAnswer.forEach(this::guarded);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failed) {
      LOG.debug("not notified of the start: the node is away again", failed);
    }
  }

  /** Finds out whether a stuck node answers again, and whether it is active. */
  private void watch() {
    Generation now = generation;
    if (now == null) {
      return;
    }
    if (isRestarting && sinceMillis(runningNanos) >= STEADY_MILLIS) {
      isRestarting = false;
      backoff.reset();
      LOG.info("the node runs again, {} ms after it has stopped", sinceMillis(stoppedNanos));
    }
    if (calls.isStuck() && !wasStuck) {
      wasStuck = true;
      LOG.error("the node does not answer: {}; it is asked until it does", calls.reason());
    }
    try {
      if (calls.isStuck()) {
        now.ignite.getOrCreateCache(IgniteNode.registers()).put(PROBE, clock.nanoTime());
        calls.answers();
      }
      if (wasStuck && !calls.isStuck()) {
        onAnswer.forEach(this::guarded);
      }
      wasStuck = calls.isStuck();
      boolean isInactive = now.ignite.cluster().state() != ClusterState.ACTIVE;
      // seen twice, it is not a change that is under way
      if (isInactive && wasInactive) {
        LOG.warn("somebody has deactivated the node; it is activated again");
        now.ignite.cluster().state(ClusterState.ACTIVE);
      }
      wasInactive = isInactive;
    } catch (RuntimeException | Error away) {
      LOG.debug("the node does not answer", away);
    }
  }

  private long sinceMillis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - nanos);
  }
}
