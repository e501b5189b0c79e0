package io.nfcs.grid.tier;

import io.nfcs.cache.CacheSpec;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.grid.near.NearTier;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.SharedTier;
import io.nfcs.tier.TierContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * The assembly of caches from their parts, as the settings of each say.
 *
 * <p><b>Threads.</b> One at a time opens a cache. <b>Owns</b> the parts that outlive one cache: the
 * threads that fetch, those between ticks and tiers, and the numbers of invalidations.
 */
final class Assembly implements AutoCloseable {
  /** The tier that each cache has, whether values are kept there or not. */
  static final String NEAR = "near";

  private static final long SWEEP_MILLIS = 1000;
  private static final long MEMORY_SECONDS = 60;

  private final CachesContext context;
  private final FetchPool fetches;
  private final Background background;
  private final Aside aside;
  private final Map<String, QueuedRegisters> numbers = new ConcurrentHashMap<>();

  Assembly(CachesContext context) {
    this.context = context;
    fetches = new FetchPool(context.threads());
    background = new Background(context.errors());
    aside = new Aside(context.errors());
  }

  /** Opens a cache; if that fails, nothing of it stays open. */
  <K, V> ChainCache<K, V> open(CacheSpec<K, V> spec, boolean forTicks, Consumer<String> onClose) {
    CacheSettings settings = context.settings(spec.name());
    NearTier near =
        new NearTier(
            settings.nearBytes(),
            settings.slabBytes(),
            spec.digest(),
            AdaptivePolicy::new,
            context.clock());
    List<CacheTier> below = new ArrayList<>();
    try {
      return open(spec, settings, forTicks, near, below, onClose);
    } catch (RuntimeException | Error failure) {
      background.end(spec.name());
      CloseHelper.quietCloseAll(below);
      near.close();
      throw failure;
    }
  }

  /** Opens a cache; {@code below} takes the tiers that are to be closed if that fails. */
  private <K, V> ChainCache<K, V> open(
      CacheSpec<K, V> spec,
      CacheSettings settings,
      boolean forTicks,
      NearTier near,
      List<CacheTier> below,
      Consumer<String> onClose) {
    Lifetimes lifetimes = new Lifetimes(settings);
    EntryLimits limits = new EntryLimits(spec.name(), settings.valueBytes());
    Unsettled unsettled = unsettled(spec.name(), settings);
    openTiers(spec, settings, limits, forTicks, unsettled, below);
    SharedTier log = log(below);
    Invalidations invalidations =
        invalidations(registers(spec.name(), settings, forTicks, unsettled), log);
    Compression compression =
        new Compression(settings.compressionLevel(), settings.compressionBytes());
    Frames frames = new Frames(context.clock(), invalidations, spec.digest(), compression);
    Flights flights = new Flights(spec.name());
    KeyLocks locks = new KeyLocks(flights);
    Tiers tiers =
        new Tiers(
            new MeasuredNear(
                near, settings.hasNear(), new LatencyHistogram(), lifetimes, context.clock()),
            measured(below, log, frames, lifetimes, locks, settings),
            frames,
            flights,
            locks,
            limits,
            context.errors());
    Entries<K, V> entries = new Entries<>(spec, near, lifetimes, invalidations, limits);
    Fetch.Course<K, V> course = course(entries, tiers, flights, log);
    Contents contents = new Contents(tiers, context.clock());
    Changes changes = new Changes(course, contents, locks, context.clock());
    if (log != null) {
      background.hear(spec.name(), changes, log, settings.healMillis());
    }
    ChainCache<K, V> cache =
        new ChainCache<>(
            context, course, new Descent<>(course, fetches), changes, contents, onClose);
    if (!below.isEmpty()) {
      background.repeat(spec.name(), cache::sweep, SWEEP_MILLIS);
    }
    background.balance(spec.name(), tiers, course.loading(), settings);
    if (course.warmUp() != null) {
      // once changes that overtake warmed-up entries are received
      start(spec.name(), course.warmUp());
    }
    return cache;
  }

  private void openTiers(
      CacheSpec<?, ?> spec,
      CacheSettings settings,
      EntryLimits limits,
      boolean forTicks,
      Unsettled unsettled,
      List<CacheTier> opened) {
    for (String name : settings.tiers()) {
      Supplier<CacheTier> provider = context.providers().get(name);
      if (provider != null) {
        CacheTier tier =
            QueuedTier.of(provider.get(), aside, forTicks, settings.tickNanos(), unsettled);
        opened.add(tier);
        tier.open(
            new TierContext(
                spec.name(),
                spec.digest(),
                limits.frameBytes(),
                context.config(),
                context.clock(),
                context.clock().timeOfDay()));
      }
    }
  }

  /**
   * Returns the tier whose log numbers the changes: the last shared tier, which most processes
   * share.
   */
  private static @Nullable SharedTier log(List<CacheTier> below) {
    return below.stream()
        .filter(SharedTier.class::isInstance)
        .map(SharedTier.class::cast)
        .reduce((upper, lower) -> lower)
        .orElse(null);
  }

  private static Invalidations invalidations(
      Function<String, Register> registers, @Nullable SharedTier log) {
    return log == null
        ? new Invalidations(registers, tags -> new long[tags.size()], 0)
        : new Invalidations(
            registers, tags -> ChangeLog.latestOf(log, tags), ChangeLog.appliedBefore(registers));
  }

  @SuppressWarnings("ReferenceEquality") // the log is one of them
  private List<MeasuredTier> measured(
      List<CacheTier> below,
      @Nullable SharedTier log,
      Frames frames,
      Lifetimes lifetimes,
      KeyLocks locks,
      CacheSettings settings) {
    List<MeasuredTier> measured = new ArrayList<>();
    for (CacheTier tier : below) {
      measured.add(
          new MeasuredTier(
              tier,
              measured.size() + 1,
              tier == log,
              frames,
              lifetimes,
              locks,
              settings.valueBytes(),
              context.errors()));
    }
    return measured;
  }

  private <K, V> Fetch.Course<K, V> course(
      Entries<K, V> entries, Tiers tiers, Flights flights, @Nullable SharedTier log) {
    CacheSettings settings = entries.lifetimes().settings();
    FetchCounts counts = new FetchCounts();
    Claims claims = log == null ? null : new Claims(log, settings.claimMillis(), context.errors());
    return new Fetch.Course<>(
        entries,
        tiers,
        flights,
        new Loading<>(entries, tiers, flights, claims, counts, context.clock(), context.errors()),
        new Audit<>(entries.spec(), settings.auditShare(), context.errors()),
        counts,
        warmUp(entries.spec().name(), settings, tiers),
        context.errors());
  }

  /** Returns the warm-up of a cache, {@code null} if it has none or no near tier. */
  private @Nullable WarmUp warmUp(String cache, CacheSettings settings, Tiers tiers) {
    Supplier<BinaryCache> memory = context.memory();
    if (memory == null
        || settings.warmUp().isEmpty()
        || !settings.hasNear()
        || settings.tiers().size() == 1) {
      return null;
    }
    return new WarmUp(cache, settings, tiers, memory, context.clock(), context.errors());
  }

  private void start(String cache, WarmUp warmUp) {
    background.executor().execute(() -> warmUp.start(background.executor()));
    background.repeat(cache, warmUp::save, TimeUnit.SECONDS.toMillis(MEMORY_SECONDS));
  }

  /** Returns the registers of a cache: volatile ones if no entry outlives the process. */
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
                    name -> context.registers().apply(cache + '/' + name),
                    aside,
                    settings.tickNanos(),
                    unsettled));
    if (forTicks) {
      queued.expectTicks();
    }
    return queued;
  }

  /** Returns the note of a cache, in a file of its own for any name. */
  private Unsettled unsettled(String cache, CacheSettings settings) {
    Path folder = settings.tiers().equals(List.of(NEAR)) ? null : context.notes();
    return new Unsettled(
        folder == null
            ? null
            : folder.resolve(URLEncoder.encode(cache, StandardCharsets.UTF_8) + ".unsettled"),
        aside);
  }

  /** Returns the background work of the caches. */
  Background background() {
    return background;
  }

  /** Ends the work in the background, before the caches are closed. */
  void endWork() {
    fetches.close();
    background.close();
  }

  /** Ends what the caches need until they are closed. */
  @Override
  public void close() {
    numbers.values().forEach(QueuedRegisters::close);
    aside.close();
  }
}
