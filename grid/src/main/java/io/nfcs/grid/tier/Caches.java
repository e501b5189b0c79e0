package io.nfcs.grid.tier;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.OperationTimers;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheTier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The caches of a grid.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its caches and the threads that fetch and maintain in the
 * background. <b>Fails</b> with a {@link ConfigException} on a tier that nobody provides.
 */
public final class Caches implements AutoCloseable {
  private static final long MAINTENANCE_MILLIS = 20;

  private final Map<String, Supplier<CacheTier>> providers;
  private final ErrorLog errors;
  private final Assembly assembly;
  private final AgentRunner maintenance;
  private final Map<String, ChainCache<?, ?>> caches = new ConcurrentHashMap<>();
  private boolean isClosed;

  /**
   * No cache yet; nothing is brought up after a start.
   *
   * @param config sections {@code cache} and {@code caches} have tiers, sizes and times
   * @param providers makes a tier of a name for one cache
   * @param registers where invalidations are remembered, by name
   * @param monotonic time of the entries
   * @param timeOfDay read once, for entries that outlive the process
   * @param errors where failures of tiers and loaders are reported once
   */
  public Caches(
      NfcsConfig config,
      Map<String, Supplier<CacheTier>> providers,
      Function<String, Register> registers,
      NanoClock monotonic,
      EpochNanoClock timeOfDay,
      ErrorLog errors) {
    this(config, providers, registers, null, OperationTimers.NONE, monotonic, timeOfDay, errors);
  }

  /**
   * No cache yet.
   *
   * @param config sections {@code cache} and {@code caches} have tiers, sizes and times
   * @param providers makes a tier of a name for one cache
   * @param registers where invalidations are remembered, by name
   * @param memory where it is written down what is to be brought up after a start, or {@code null}
   * @param timers of look-ups and puts
   * @param monotonic time of the entries
   * @param timeOfDay read once, for entries that outlive the process
   * @param errors where failures of tiers and loaders are reported once
   */
  public Caches(
      NfcsConfig config,
      Map<String, Supplier<CacheTier>> providers,
      Function<String, Register> registers,
      @Nullable Supplier<BinaryCache> memory,
      OperationTimers timers,
      NanoClock monotonic,
      EpochNanoClock timeOfDay,
      ErrorLog errors) {
    this.providers = providers;
    this.errors = errors;
    CacheSettings.all(config)
        .forEach((place, settings) -> settings.tiers().forEach(tier -> check(place, tier)));
    assembly =
        new Assembly(
            config,
            providers,
            registers,
            memory,
            timers,
            new CacheClock(monotonic, timeOfDay),
            timeOfDay,
            errors);
    maintenance =
        new AgentRunner(
            new SleepingMillisIdleStrategy(MAINTENANCE_MILLIS),
            failure -> errors.record("maintenance of caches", failure),
            null,
            new Maintenance());
  }

  /**
   * Keeps notes in a folder, by which a next process knows what it must not trust; else nothing is
   * to outlive this one.
   */
  public Caches notesIn(Path folder) {
    assembly.notesIn(folder);
    return this;
  }

  /**
   * Opens a cache.
   *
   * @throws IllegalStateException if one of the name is open, or these caches are closed
   */
  public <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec) {
    return open(spec, false);
  }

  /**
   * Opens a cache for {@link io.nfcs.cache.TickThread}s: from the beginning what is changed below
   * near is changed soon after, whoever changes it.
   *
   * @throws IllegalStateException if one of the name is open
   */
  public <K, V> TieredCache<K, V> openForTicks(CacheSpec<K, V> spec) {
    return open(spec, true);
  }

  private synchronized <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec, boolean forTicks) {
    if (isClosed) {
      throw new IllegalStateException("cache " + spec.name() + ": its grid is closed");
    }
    if (maintenance.thread() == null) {
      AgentRunner.startOnThread(maintenance, daemons("nfcs-cache-maintenance"));
    }
    if (caches.containsKey(spec.name())) {
      throw new IllegalStateException("cache " + spec.name() + " is open already");
    }
    ChainCache<K, V> cache = assembly.open(spec, forTicks, this::closed);
    caches.put(spec.name(), cache);
    return cache;
  }

  /** The caches that are open. */
  public Collection<TieredCache<?, ?>> all() {
    return List.copyOf(caches.values());
  }

  /** Does now what is done in the background all the time: drops the dead, frees what is let go. */
  public void maintain() {
    caches.values().forEach(ChainCache::maintain);
    caches.values().forEach(ChainCache::sweep);
  }

  /** Does now what is done from time to time: moves bytes between tiers, one step. */
  void balance() {
    assembly.background().balance();
  }

  /** Closes all caches; who waits for a fetch is told so. */
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    maintenance.close();
    assembly.endWork();
    for (ChainCache<?, ?> cache : caches.values()) {
      try {
        cache.close();
      } catch (RuntimeException failure) {
        errors.record("close of cache " + cache.name(), failure);
      }
    }
    assembly.close();
  }

  private void check(String place, String tier) {
    if (!tier.equals(Assembly.NEAR) && !providers.containsKey(tier)) {
      throw new ConfigException(
          place
              + ".tiers: "
              + tier
              + " is not a tier, allowed are near and "
              + new TreeSet<>(providers.keySet()));
    }
  }

  private void closed(String cache) {
    caches.remove(cache);
    assembly.background().end(cache);
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The background's duty cycle. */
  private final class Maintenance implements Agent {
    @Override
    public int doWork() {
      // without the tiers below: one that hangs must not keep near from freeing memory
      caches.values().forEach(ChainCache::maintain);
      return 0;
    }

    @Override
    public String roleName() {
      return "nfcs-cache-maintenance";
    }
  }
}
