package io.nfcs.grid.tier;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheTier;
import io.nfcs.cache.Codec;
import io.nfcs.cache.ResizableTier;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.TierContext;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.LatencyHistogram;
import io.nfcs.counters.OperationTimers;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.grid.near.NearTier;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import java.lang.foreign.MemorySegment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
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
  private static final long SWEEP_MILLIS = 1000;
  private static final long BALANCE_SECONDS = 10;
  private static final long MEMORY_SECONDS = 60;
  private static final String NEAR = "near";

  private final NfcsConfig config;
  private final Map<String, Supplier<CacheTier>> providers;
  private final Function<String, Register> registers;
  private final @Nullable Supplier<BinaryCache> memory;
  private final OperationTimers timers;
  private final CacheClock clock;
  private final EpochNanoClock timeOfDay;
  private final ErrorLog errors;
  private final FetchPool background;
  private final ScheduledThreadPoolExecutor changes;
  private final AgentRunner maintenance;
  private final Map<String, List<Future<?>>> repeated = new ConcurrentHashMap<>();
  private final Map<String, SizeController> controllers = new ConcurrentHashMap<>();
  private final Map<String, ChainCache<?, ?>> caches = new ConcurrentHashMap<>();
  private final Map<String, QueuedRegisters> numbers = new ConcurrentHashMap<>();
  private final Aside aside;
  private @Nullable Path notes;
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
    this.config = config;
    this.memory = memory;
    this.timers = timers;
    this.providers = providers;
    this.registers = registers;
    this.clock = new CacheClock(monotonic, timeOfDay);
    this.errors = errors;
    this.timeOfDay = timeOfDay;
    CacheSettings.all(config)
        .forEach((place, settings) -> settings.tiers().forEach(tier -> check(place, tier)));
    background = new FetchPool(config.section("cache", CacheSettings.class).threads());
    changes = new ScheduledThreadPoolExecutor(1, daemons("nfcs-cache-changes"));
    changes.setRemoveOnCancelPolicy(true);
    aside = new Aside(errors);
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
    notes = folder;
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
    CacheSettings settings = CacheSettings.of(config, spec.name());
    NearTier near =
        new NearTier(
            settings.nearBytes(), settings.slabBytes(), spec.digest(), AdaptivePolicy::new, clock);
    List<MeasuredTier> tiers = new ArrayList<>();
    try {
      return open(spec, settings, forTicks, near, tiers);
    } catch (RuntimeException | Error failure) {
      closed(spec.name());
      tiers.forEach(MeasuredTier::close);
      near.close();
      throw failure;
    }
  }

  /** Opens a cache; {@code tiers} takes those below near that are to be closed if that fails. */
  private <K, V> TieredCache<K, V> open(
      CacheSpec<K, V> spec,
      CacheSettings settings,
      boolean forTicks,
      NearTier near,
      List<MeasuredTier> tiers) {
    long identity = spec.digest();
    EntryLimits limits = new EntryLimits(spec.name(), settings.valueBytes());
    Unsettled unsettled = unsettled(spec.name(), settings);
    openTiers(settings, identity, limits, forTicks, unsettled, tiers);
    LatencyHistogram nearTimes = new LatencyHistogram();
    Lifetimes lifetimes = new Lifetimes(settings);
    Store store =
        new Store(
            spec.name(),
            new MeasuredNear(near, settings.hasNear(), nearTimes, lifetimes, clock),
            tiers,
            lifetimes,
            clock,
            identity,
            limits,
            new Compression(settings.compressionLevel(), settings.compressionBytes()),
            registers(spec.name(), settings, forTicks, unsettled),
            pattern -> matcher(spec.keys(), pattern),
            errors);
    ChangeFeed feed = store.feed();
    if (feed != null) {
      hear(
          spec.name(),
          feed,
          Objects.requireNonNull(Objects.requireNonNull(store.shared()).shared()),
          settings.healMillis());
    }
    WarmUp warmUp = warmUp(spec.name(), settings, store, near);
    Audit<K, V> audit = new Audit<>(spec, settings.auditShare(), errors);
    Fetcher<K, V> fetcher =
        new Fetcher<>(spec, store, lifetimes, clock, background, warmUp, audit, errors);
    ChainCache<K, V> cache =
        new ChainCache<>(
            spec, settings, near, nearTimes, clock, store, fetcher, warmUp, timers, this::closed);
    caches.put(spec.name(), cache);
    if (!store.tiers().isEmpty()) {
      repeat(spec.name(), cache::sweep, SWEEP_MILLIS);
    }
    balance(spec.name(), settings, store, near, fetcher);
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
    controllers.values().forEach(SizeController::adjust);
  }

  /** Closes all caches; who waits for a fetch is told so. */
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    maintenance.close();
    background.close();
    changes.shutdownNow();
    for (ChainCache<?, ?> cache : caches.values()) {
      try {
        cache.close();
      } catch (RuntimeException failure) {
        errors.record("close of cache " + cache.name(), failure);
      }
    }
    numbers.values().forEach(QueuedRegisters::close);
    aside.close();
  }

  private void check(String place, String tier) {
    if (!tier.equals(NEAR) && !providers.containsKey(tier)) {
      throw new ConfigException(
          place
              + ".tiers: "
              + tier
              + " is no tier, allowed near and "
              + new TreeSet<>(providers.keySet()));
    }
  }

  private void closed(String cache) {
    caches.remove(cache);
    for (Future<?> task : repeated.getOrDefault(cache, List.of())) {
      task.cancel(false);
    }
    repeated.remove(cache);
    controllers.remove(cache);
  }

  private void repeat(String cache, Runnable task, long delayMillis) {
    repeated
        .computeIfAbsent(cache, first -> new CopyOnWriteArrayList<>())
        .add(
            changes.scheduleWithFixedDelay(
                () -> {
                  try {
                    task.run();
                  } catch (Throwable failure) {
                    // thrown on, it would be the last time
                    errors.record("maintenance of cache " + cache, failure);
                  }
                },
                delayMillis,
                delayMillis,
                TimeUnit.MILLISECONDS));
  }

  /** Brings up what is likely to be asked for, if there is a near to bring it to. */
  private @Nullable WarmUp warmUp(
      String cache, CacheSettings settings, Store store, NearTier near) {
    if (memory == null
        || settings.warmUp().isEmpty()
        || !settings.hasNear()
        || settings.tiers().size() == 1) {
      return null;
    }
    WarmUp warmUp = new WarmUp(cache, settings, store, near, memory, clock, errors);
    changes.execute(() -> warmUp.start(changes));
    repeat(cache, warmUp::save, TimeUnit.SECONDS.toMillis(MEMORY_SECONDS));
    return warmUp;
  }

  /** Moves bytes between near and the tier below it, if both can be resized. */
  private void balance(
      String cache, CacheSettings settings, Store store, NearTier near, Fetcher<?, ?> fetcher) {
    List<MeasuredTier> tiers = store.tiers();
    ResizableTier below = tiers.isEmpty() ? null : tiers.getFirst().resizable();
    if (below == null || !settings.hasNear() || settings.balanceShare() == 0) {
      return;
    }
    SizeController controller =
        new SizeController(
            near,
            tiers.getFirst(),
            below,
            () -> tiers.size() > 1 ? tiers.get(1).medianNanos() : fetcher.medianLoadNanos(),
            settings.balanceShare());
    controllers.put(cache, controller);
    repeat(cache, controller::adjust, TimeUnit.SECONDS.toMillis(BALANCE_SECONDS));
  }

  /** Takes up what other processes change: when there is a hint, and from time to time. */
  private void hear(String cache, ChangeFeed feed, SharedTier tier, long healMillis) {
    feed.poll();
    AtomicBoolean isHinted = new AtomicBoolean();
    tier.onChange(() -> {
      if (!isHinted.getAndSet(true)) {
        changes.execute(() -> {
          isHinted.set(false);
          feed.poll();
        });
      }
    });
    repeat(cache, feed::poll, healMillis);
  }

  /** Where nothing outlives the process, its invalidations need not either. */
  private Function<String, Register> registers(
      String cache, CacheSettings settings, boolean forTicks, Unsettled unsettled) {
    if (settings.tiers().equals(List.of(NEAR))) {
      return new VolatileRegisters();
    }
    QueuedRegisters queued =
        numbers.computeIfAbsent(
            cache,
            _ ->
                new QueuedRegisters(
                    cache,
                    name -> registers.apply(cache + '/' + name),
                    aside,
                    settings.tickNanos(),
                    unsettled));
    if (forTicks) {
      queued.expectTicks();
    }
    return queued;
  }

  /** A file of the cache's own, whatever its name. */
  private Unsettled unsettled(String cache, CacheSettings settings) {
    Path folder = settings.tiers().equals(List.of(NEAR)) ? null : notes;
    return new Unsettled(
        folder == null
            ? null
            : folder.resolve(URLEncoder.encode(cache, StandardCharsets.UTF_8) + ".unsettled"),
        aside);
  }

  /** Matches keys as their text; bytes that are none of the codec's match nothing. */
  private static Predicate<byte[]> matcher(Codec<?> codec, String pattern) {
    Glob glob = new Glob(pattern);
    return key -> {
      try {
        return glob.matches(String.valueOf(codec.decode(MemorySegment.ofArray(key))));
      } catch (UnsupportedOperationException never) {
        throw never;
      } catch (RuntimeException broken) {
        return false;
      }
    };
  }

  private void openTiers(
      CacheSettings settings,
      long identity,
      EntryLimits limits,
      boolean forTicks,
      Unsettled unsettled,
      List<MeasuredTier> tiers) {
    for (String name : settings.tiers()) {
      Supplier<CacheTier> provider = providers.get(name);
      if (provider != null) {
        CacheTier tier =
            QueuedTier.of(provider.get(), aside, forTicks, settings.tickNanos(), unsettled);
        tiers.add(new MeasuredTier(tier, identity, limits, clock, errors));
        tier.open(
            new TierContext(
                limits.cache(), identity, limits.frameBytes(), config, clock, timeOfDay));
      }
    }
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
