package io.nfcs.grid.tier;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The caches of a grid.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its caches and the threads that fetch and maintain in the
 * background. <b>Fails</b> with a {@link io.nfcs.config.ConfigException} on a tier that nobody
 * provides.
 */
public final class Caches implements AutoCloseable {
  private static final long MAINTENANCE_MILLIS = 20;

  private final ErrorLog errors;
  private final Assembly assembly;
  private final AgentRunner maintenance;
  private final Map<String, ChainCache<?, ?>> caches = new ConcurrentHashMap<>();
  private boolean isClosed;

  /**
   * Creates a set without open caches; its threads begin with the first cache.
   *
   * @throws io.nfcs.config.ConfigException if a setting is not allowed, or a tier that the settings
   *     name has no factory
   */
  public Caches(Context asked) {
    CachesContext context = asked.conclude();
    errors = context.errors();
    assembly = new Assembly(context);
    maintenance =
        new AgentRunner(
            new SleepingMillisIdleStrategy(MAINTENANCE_MILLIS),
            failure -> errors.record("maintenance of caches", failure),
            null,
            new Maintenance());
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
   * Opens a cache for {@link io.nfcs.cache.TickThread}s: from the beginning every change is applied
   * below near soon after the call, on any thread.
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

  /** Returns the caches that are open. */
  public Collection<TieredCache<?, ?>> all() {
    return List.copyOf(caches.values());
  }

  /**
   * Does the permanent background work now, on the calling thread: drops dead entries, frees
   * released memory. Waits for the tiers below near.
   */
  public void maintain() {
    caches.values().forEach(ChainCache::maintain);
    caches.values().forEach(ChainCache::sweep);
  }

  /** Does the periodic work now: moves bytes between tiers, one step. */
  void balance() {
    assembly.background().balance();
  }

  /** Closes all caches; callers that wait for a fetch receive an exception. */
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
      // without the tiers below: a hanging tier must not keep near from freeing memory
      caches.values().forEach(ChainCache::maintain);
      return 0;
    }

    @Override
    public String roleName() {
      return "nfcs-cache-maintenance";
    }
  }

  /**
   * Parts that caches are made of. Every setter may be left out.
   *
   * <p><b>Threads.</b> One.
   */
  public static final class Context {
    private final NfcsConfig config;
    private Map<String, Supplier<CacheTier>> providers = Map.of();
    private Function<String, Register> registers = Context::noRegister;
    private @Nullable Supplier<BinaryCache> memory;
    private @Nullable Path notes;
    private OperationTimers timers = OperationTimers.NONE;
    private NanoClock monotonic = SystemNanoClock.INSTANCE;
    private EpochNanoClock timeOfDay = new OffsetEpochNanoClock();
    private ErrorLog errors = new ErrorLog();

    /**
     * Creates a context of caches in the memory of this JVM, which end with the process.
     *
     * @param config sections {@code cache} and {@code caches} have tiers, sizes and times
     */
    public Context(NfcsConfig config) {
      this.config = config;
    }

    /**
     * Sets the factories of the tiers below near, by the name of the tier. Each cache is given a
     * tier of its own, and closes it.
     */
    public Context tiers(Map<String, Supplier<CacheTier>> byName) {
      providers = byName;
      return this;
    }

    /** Sets the store of the numbers of invalidations, which returns a register of a name. */
    public Context registers(Function<String, Register> byName) {
      registers = byName;
      return this;
    }

    /** Sets the store of the keys to be warmed up after a start. */
    public Context memory(Supplier<BinaryCache> store) {
      memory = store;
      return this;
    }

    /** Sets the folder of notes that tell a next process which entries it must not trust. */
    public Context notesIn(Path folder) {
      notes = folder;
      return this;
    }

    /** Sets the timers of look-ups and puts. */
    public Context timers(OperationTimers operations) {
      timers = operations;
      return this;
    }

    /**
     * Sets the clocks.
     *
     * @param nanos time of the entries
     * @param epochNanos time of day, read once, for entries that outlive the process
     */
    public Context clocks(NanoClock nanos, EpochNanoClock epochNanos) {
      monotonic = nanos;
      timeOfDay = epochNanos;
      return this;
    }

    /** Sets the log where failures of tiers and loaders are reported once. */
    public Context errors(ErrorLog log) {
      errors = log;
      return this;
    }

    private CachesContext conclude() {
      return new CachesContext(
          config,
          providers,
          registers,
          memory,
          notes,
          timers,
          new CacheClock(monotonic, timeOfDay),
          errors);
    }

    private static Register noRegister(String name) {
      throw new IllegalStateException(name + ": nothing outlives the process");
    }
  }
}
