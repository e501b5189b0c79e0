package io.nfcs.grid.tier;

import io.nfcs.cache.CacheException;
import io.nfcs.cache.CacheKey;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.EntryTimes;
import io.nfcs.cache.Loader;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.Tag;
import io.nfcs.cache.TickThread;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.LatencyHistogram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings what near has not: from the tiers below, or from the loader.
 *
 * <p><b>Threads.</b> Any. A key has one flight at a time. <b>Fails.</b> What a loader, a codec or a
 * tier throws ends the flight, whatever it is, and is for all who wait for it.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Fetcher<K, V> {
  private static final int MOST_CAUSES = 16;

  private final CacheSpec<K, V> spec;
  private final Store store;
  private final Flights flights;
  private final Lifetimes lifetimes;
  private final CacheClock clock;
  private final FetchPool background;
  private final Audit<K, V> audit;
  private final ErrorLog errors;

  /** Number of the loader among the tiers, as the last of them. */
  private final int loaderOrigin;

  private final @Nullable WarmUp warmUp;
  private final @Nullable Claims claims;
  private final LatencyHistogram loadTimes = new LatencyHistogram();
  private final FetchCounts counts = new FetchCounts();
  private final LongAdder refreshes = new LongAdder();

  Fetcher(
      CacheSpec<K, V> spec,
      Store store,
      Lifetimes lifetimes,
      CacheClock clock,
      FetchPool background,
      @Nullable WarmUp warmUp,
      Audit<K, V> audit,
      ErrorLog errors) {
    this.spec = spec;
    this.store = store;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.background = background;
    this.audit = audit;
    this.errors = errors;
    loaderOrigin = store.tiers().size() + 1;
    this.warmUp = warmUp;
    flights = store.flights();
    MeasuredTier shared = store.shared();
    SharedTier tier = shared == null ? null : shared.shared();
    claims = tier == null ? null : new Claims(tier, lifetimes.settings().claimMillis(), errors);
  }

  Audit<K, V> audit() {
    return audit;
  }

  FetchCounts counts() {
    return counts;
  }

  /** Whether there is anything below near. */
  boolean hasMore() {
    return !store.tiers().isEmpty() || spec.loader().isPresent();
  }

  /** Whether the first that would be asked answers within a time. */
  boolean isWithin(long nanos) {
    List<MeasuredTier> tiers = store.tiers();
    return tiers.isEmpty()
        ? loadTimes.quantileNanos(0.99) <= nanos
        : tiers.getFirst().isWithin(nanos);
  }

  /** Whether an entry of these times is to be loaded again. */
  boolean isDue(EntryTimes times, long nowNanos) {
    return spec.loader().isPresent() && lifetimes.isDue(times, nowNanos);
  }

  /**
   * Fetches on this thread, or waits for the one that does so already.
   *
   * @throws CacheException if the loader fails, or the thread is interrupted while it waits
   * @throws IllegalStateException if the cache is closed, or the loader asks for what it loads
   */
  Found fetch(K key, Probed probed) {
    Found found = fetchOnce(key, probed);
    while (found == null) {
      counts.repeated.increment();
      found = fetchOnce(key, probed);
    }
    return found;
  }

  private @Nullable Found fetchOnce(K key, Probed probed) {
    boolean isJoined = false;
    try {
      Holder.current().checkRoom();
      Fetch own = new Fetch(key, probed, false);
      isJoined = true;
      Flight flight = join(own);
      try {
        return await(key, flight);
      } finally {
        if (flight == own) {
          own.abandon();
        }
      }
    } finally {
      if (!isJoined) {
        counts.unasked.increment();
      }
    }
  }

  /** Fetches on this thread what was gathered and no other does already, a tier in one step. */
  Map<K, Found> fetchAll(Collection<K> keys) {
    Map<K, Flight> all = new LinkedHashMap<>();
    List<Fetch> own = new ArrayList<>();
    int asked = 0;
    try {
      Holder.current().checkRoom();
      for (K key : keys) {
        Fetch mine = fetch(key);
        asked++;
        counts.gathered.decrement();
        Flight flight = join(mine);
        all.put(key, flight);
        if (flight == mine) {
          own.add(mine);
        }
      }
      search(own);
      // the failure of one is told when all the others have had their turn
      own.forEach(Fetch::run);
      Map<K, Found> found = new LinkedHashMap<>();
      all.forEach((key, flight) -> found.put(key, awaitRepeatedly(key, flight)));
      return found;
    } finally {
      own.forEach(Flight::abandon);
      counts.unasked.add(keys.size() - asked);
      counts.gathered.add(asked - keys.size());
    }
  }

  /** Fetches on another thread, unless one does so already; {@code null} if none has room. */
  @Nullable Flight fetchInBackground(K key, Probed probed) {
    Fetch own = new Fetch(key, probed, false);
    Flight flight = join(own);
    return flight != own || isTaken(own) ? flight : null;
  }

  /** Loads the value again on another thread, unless one does so already. */
  void refresh(K key, Probed probed) {
    Fetch own = new Fetch(key, probed, true);
    if (!flights.isClosed() && flights.join(own) == own) {
      counts.refreshed.increment();
      counts.waiting.increment();
      isTaken(own);
    }
  }

  void put(K key, @Nullable V value, long liveMillis, List<String> tags) {
    if (value != null) {
      store.limits().value(spec.values().sizeBytes(value));
    }
    long stamp = store.invalidations().stamp();
    Probed probed = store.probe(spec.keys(), key);
    EntryTimes times = times(probed.key(), value, clock.nanoTime(), liveMillis, stamp);
    store.put(probed.key(), probed.bytes(), found(value, times, tags));
  }

  /** Whether what ended a flight is that the thread which flew it was interrupted. */
  static boolean isInterruption(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof InterruptedException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Median time of a load. */
  long medianLoadNanos() {
    return loadTimes.quantileNanos(0.5);
  }

  long refreshes() {
    return refreshes.sum();
  }

  private Fetch fetch(K key) {
    return new Fetch(key, store.probe(spec.keys(), key), false);
  }

  private Flight join(Fetch own) {
    counts.asking.increment();
    LongAdder outcome = counts.unasked;
    try {
      Flight flight = flights.join(own);
      if (flight == own) {
        counts.waiting.increment();
        outcome = counts.begun;
      } else {
        outcome = counts.joined;
      }
      return flight;
    } finally {
      outcome.increment();
      counts.asking.decrement();
    }
  }

  private boolean isTaken(Fetch own) {
    boolean isTaken = false;
    try {
      isTaken = background.offer(own);
    } finally {
      if (!isTaken) {
        own.abandon();
      }
    }
    return isTaken;
  }

  private Found awaitRepeatedly(K key, Flight flight) {
    Found found = await(key, flight);
    while (found == null) {
      counts.repeated.increment();
      found = fetchOnce(key, store.probe(spec.keys(), key));
    }
    return found;
  }

  /** The result, or {@code null} if the thread that flew was interrupted, which is its affair. */
  private @Nullable Found await(K key, Flight flight) {
    try {
      if (!TickThread.isCurrent()) {
        flight.await();
      } else if (!flight.flyOrAwait(lifetimes.settings().tickNanos())) {
        return alone(key);
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new CacheException(
          "cache " + spec.name() + ": interrupted while " + key + " is loaded", interruption);
    }
    Throwable failure = flight.failure();
    if (failure == null) {
      return flight.found();
    }
    flights.checkOpen();
    boolean isMine = flight.isFlownBy(Holder.current());
    if (!isMine && isInterruption(failure)) {
      return null;
    }
    if (isMine && failure instanceof Error error && !(error instanceof StackOverflowError)) {
      throw error;
    }
    throw new CacheException(
        String.join("", "cache ", spec.name(), ": the loader failed: ", failure.toString()),
        failure);
  }

  /** Fetches what another does, and is late with; nothing is kept of it that may be outdated. */
  private Found alone(K key) {
    Fetch own = fetch(key);
    own.overtake();
    counts.repeated.increment();
    counts.begun.increment();
    counts.waiting.increment();
    own.run();
    return Objects.requireNonNull(await(key, own));
  }

  /** Looks for flights that have not begun in near and in the tiers below; what is found lands. */
  private void search(List<Fetch> own) {
    Holder me = Holder.current();
    List<Fetch> held = own.stream().filter(flight -> flight.hold(me)).toList();
    try {
      List<Fetch> below = held.stream().filter(flight -> !flight.isInNear()).toList();
      below.forEach(Fetch::departs);
      store.findBelow(below.stream().map(flight -> flight.wanted).toList(), false);
      below.forEach(Fetch::leaveToLoad);
    } finally {
      held.forEach(Fetch::searched);
    }
  }

  /** Loads; what no tier answers is counted as loading already. */
  private Found load(Fetch fetch) throws Exception {
    try {
      flights.checkOpen();
      Optional<Loader<K, V>> loader = spec.loader();
      if (loader.isEmpty()) {
        fetch.ends(counts.unloaded);
        return fetch.wanted.isUnanswered ? Found.UNKNOWN : Found.NOTHING;
      }
      return claims == null ? load(fetch, loader.get()) : load(fetch, loader.get(), claims);
    } finally {
      fetch.ends(counts.undone);
    }
  }

  private Found load(Fetch fetch, Loader<K, V> loader, Claims rights) throws Exception {
    Wanted wanted = fetch.wanted;
    while (!rights.take(wanted.key)) {
      if (store.findShared(wanted, fetch.again)) {
        fetch.ends(counts.awaited);
        return Objects.requireNonNull(wanted.found);
      }
      flights.checkOpen();
      rights.await();
    }
    try {
      // who had the right before may have loaded it
      if (store.findShared(wanted, fetch.again)) {
        fetch.ends(counts.awaited);
        return Objects.requireNonNull(wanted.found);
      }
      return load(fetch, loader);
    } finally {
      rights.give(wanted.key);
    }
  }

  private Found load(Fetch fetch, Loader<K, V> loader) throws Exception {
    try {
      long start = clock.nanoTime();
      V value;
      try {
        value = loader.load(fetch.wish);
      } finally {
        loadTimes.record(clock.nanoTime() - start);
      }
      Wanted wanted = fetch.wanted;
      EntryTimes times = times(wanted.key, value, start, lifetimes.liveMillis(), fetch.stamp);
      Found found = found(value, times, spec.tags().apply(fetch.wish, value));
      // before anybody can find it
      fetch.ends(counts.loads);
      store.fill(wanted, found);
      fetch.isLoaded = true;
      return found;
    } catch (InterruptedException interruption) {
      // who catches it must find that it was
      Thread.currentThread().interrupt();
      throw interruption;
    } catch (Throwable failure) {
      errors.record("loader of cache " + spec.name(), failure);
      throw failure;
    } finally {
      fetch.ends(counts.loadFailures);
    }
  }

  private EntryTimes times(
      CacheKey key, @Nullable V value, long loadedNanos, long liveMillis, long stamp) {
    return value == null
        ? lifetimes.ofNothing(loadedNanos, stamp)
        : lifetimes.ofValue(key, loadedNanos, liveMillis, spec.loader().isPresent(), stamp);
  }

  private Found found(@Nullable V value, EntryTimes times, List<String> tags) {
    store.limits().tags(tags);
    Tag[] all = store.invalidations().tags(tags);
    byte[] bytes = value == null ? null : Found.bytes(spec.values(), value);
    return new Found(bytes, times, all, loaderOrigin);
  }

  /** A flight of this cache. */
  private final class Fetch extends Flight {
    private final K wish;
    private final boolean again;
    private final Wanted wanted;
    private final AtomicBoolean hasDeparted = new AtomicBoolean();

    /** Whether who held it last has found it in no tier, and nobody has begun to load it. */
    private final AtomicBoolean isToLoad = new AtomicBoolean();

    private boolean isLoaded;
    private boolean hasEnded;

    Fetch(K key, Probed probed, boolean again) {
      super(flights, probed.key(), store.invalidations().stamp());
      wish = key;
      this.again = again;
      wanted = new Wanted(probed.key(), probed.bytes(), this);
    }

    @Override
    Found fly() throws Exception {
      if (warmUp != null) {
        warmUp.asked(wanted.key);
      }
      try {
        if (!isToLoad.compareAndSet(true, false) && !isInNear()) {
          departs();
          store.findBelow(List.of(wanted), again);
          if (wanted.found == null) {
            counts.loading.increment();
          } else {
            audit.found(wish, wanted.found.value());
          }
        }
      } catch (RuntimeException | Error failure) {
        errors.record("fetch of cache " + spec.name(), failure);
        throw failure;
      }
      return wanted.found == null ? load(this) : wanted.found;
    }

    @Override
    void landed() {
      if (again && isLoaded) {
        refreshes.increment();
      }
    }

    @Override
    void ended() {
      if (hasDeparted.compareAndSet(false, true)) {
        counts.dropped.increment();
        counts.waiting.decrement();
      }
      if (isToLoad.compareAndSet(true, false)) {
        counts.undone.increment();
        counts.loading.decrement();
      }
    }

    @Override
    protected String what() {
      return "key " + wish + " of cache " + spec.name();
    }

    /** Whether near has it by now. */
    private boolean isInNear() {
      if (!again) {
        wanted.found = store.findNear(wanted.keyBytes);
      }
      if (wanted.found == null) {
        return false;
      }
      departs();
      counts.refound.increment();
      return true;
    }

    private void departs() {
      if (hasDeparted.compareAndSet(false, true)) {
        counts.waiting.decrement();
      } else {
        counts.resumed.increment();
      }
    }

    /** Counts how its load ends, the first time: what is kept of it is kept afterwards. */
    private void ends(LongAdder how) {
      if (!hasEnded) {
        hasEnded = true;
        how.increment();
        counts.loading.decrement();
      }
    }

    /** Notes that the tiers below were asked, so that whoever flies it has to load at most. */
    private void leaveToLoad() {
      if (wanted.found == null) {
        counts.loading.increment();
        isToLoad.set(true);
      }
    }

    private void searched() {
      if (wanted.found == null) {
        letGo();
      } else {
        audit.found(wish, wanted.found.value());
        land(wanted.found, null);
      }
    }
  }
}
