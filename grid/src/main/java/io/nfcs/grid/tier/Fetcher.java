package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.EntryTimes;
import io.nfcs.cache.Loader;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.Tag;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.LatencyHistogram;
import io.nfcs.grid.near.KeyProbe;
import io.nfcs.grid.tier.Flights.Flight;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings what near has not: from the tiers below, or from the loader.
 *
 * <p><b>Threads.</b> Any. A key has one flight at a time.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Fetcher<K, V> {
  private final CacheSpec<K, V> spec;
  private final Store store;
  private final Lifetimes lifetimes;
  private final CacheClock clock;
  private final Executor background;
  private final ErrorLog errors;
  private final @Nullable WarmUp warmUp;
  private final @Nullable Claims claims;
  private final LatencyHistogram loadTimes = new LatencyHistogram();
  private final LongAdder loads = new LongAdder();
  private final LongAdder loadFailures = new LongAdder();
  private final LongAdder joined = new LongAdder();
  private final LongAdder awaited = new LongAdder();
  private final LongAdder refreshes = new LongAdder();

  Fetcher(
      CacheSpec<K, V> spec,
      Store store,
      Lifetimes lifetimes,
      CacheClock clock,
      Executor background,
      @Nullable WarmUp warmUp,
      ErrorLog errors) {
    this.spec = spec;
    this.store = store;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.background = background;
    this.errors = errors;
    this.warmUp = warmUp;
    MeasuredTier shared = store.shared();
    SharedTier tier = shared == null ? null : shared.shared();
    claims = tier == null ? null : new Claims(tier, lifetimes.settings().claimMillis(), errors);
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

  /** Whether an entry of these times is to be loaded anew. */
  boolean isDue(EntryTimes times, long nowNanos) {
    return spec.loader().isPresent() && lifetimes.isDue(times, nowNanos);
  }

  /** Fetches on this thread, unless another does so already. */
  Flight fetch(K key, KeyProbe probe) {
    CacheKey cacheKey = probe.key().copy();
    Flight own = new Flight(store.invalidations().stamp());
    Flight flight = store.flights().join(cacheKey, own);
    if (flight == own) {
      fly(key, new Wanted(cacheKey, probe.toArray(), own), false);
    } else if (flight.isFlownByCaller()) {
      throw new IllegalStateException(
          "cache " + spec.name() + ": the loader of " + key + " asks for what it is to load");
    } else {
      joined.increment();
    }
    return flight;
  }

  /** Fetches on this thread what no other does already, the tiers below in one step each. */
  Map<K, Flight> fetchAll(Collection<K> keys) {
    Map<K, Flight> flights = new LinkedHashMap<>();
    Map<K, Wanted> own = new LinkedHashMap<>();
    for (K key : keys) {
      try (Probed probed = store.probe(spec.keys(), key)) {
        Flight mine = new Flight(store.invalidations().stamp());
        mine.boarded();
        CacheKey cacheKey = probed.key().copy();
        Flight flight = store.flights().join(cacheKey, mine);
        flights.put(key, flight);
        if (flight == mine) {
          own.put(key, new Wanted(cacheKey, probed.bytes(), mine));
        } else {
          joined.increment();
        }
      }
    }
    try {
      store.findBelow(List.copyOf(own.values()), false);
    } finally {
      own.forEach((key, wanted) -> fly(key, wanted, false));
    }
    return flights;
  }

  /** Fetches on another thread, unless one does so already. */
  Flight fetchInBackground(K key, KeyProbe probe) {
    return inBackground(key, probe, false);
  }

  /** Loads the value anew on another thread, unless one does so already. */
  void refresh(K key, KeyProbe probe) {
    var _ = inBackground(key, probe, true);
  }

  private Flight inBackground(K key, KeyProbe probe, boolean anew) {
    CacheKey cacheKey = probe.key().copy();
    Flight own = new Flight(store.invalidations().stamp());
    Flight flight = store.flights().join(cacheKey, own);
    if (flight != own) {
      if (!anew) {
        joined.increment();
      }
      return flight;
    }
    Wanted wanted = new Wanted(cacheKey, probe.toArray(), own);
    try {
      background.execute(() -> fly(key, wanted, anew));
    } catch (RejectedExecutionException full) {
      store.flights().land(cacheKey, own);
      own.completeExceptionally(full);
    }
    return own;
  }

  void put(K key, @Nullable V value, long liveMillis, List<String> tags) {
    long stamp = store.invalidations().stamp();
    try (Probed probed = store.probe(spec.keys(), key)) {
      EntryTimes times = times(probed.key(), value, clock.nanoTime(), liveMillis, stamp);
      store.put(probed.key(), probed.bytes(), found(value, times, tags));
    }
  }

  /** Median time of a load. */
  long medianLoadNanos() {
    return loadTimes.quantileNanos(0.5);
  }

  long loads() {
    return loads.sum();
  }

  long loadFailures() {
    return loadFailures.sum();
  }

  long joined() {
    return joined.sum();
  }

  long awaited() {
    return awaited.sum();
  }

  long refreshes() {
    return refreshes.sum();
  }

  private void fly(K key, Wanted wanted, boolean anew) {
    Flight flight = wanted.flight;
    flight.boarded();
    if (warmUp != null) {
      warmUp.asked(wanted.key);
    }
    try {
      if (wanted.found == null && !anew) {
        wanted.found = store.findNear(wanted.keyBytes);
      }
      if (wanted.found == null) {
        store.findBelow(List.of(wanted), anew);
      }
      Found found = wanted.found == null ? load(key, wanted, anew) : wanted.found;
      store.flights().land(wanted.key, flight);
      // after the landing: who sees the count gets no ride on this flight any more
      if (anew && wanted.found == null) {
        refreshes.increment();
      }
      flight.complete(found);
    } catch (Throwable failure) {
      store.flights().land(wanted.key, flight);
      flight.completeExceptionally(failure);
      if (failure instanceof Error error && !(error instanceof StackOverflowError)) {
        throw error;
      }
    }
  }

  private Found load(K key, Wanted wanted, boolean anew) throws Exception {
    Optional<Loader<K, V>> loader = spec.loader();
    if (loader.isEmpty()) {
      return Found.NOTHING;
    }
    if (claims == null) {
      return load(key, loader.get(), wanted);
    }
    while (!claims.take(wanted.key)) {
      if (store.findShared(wanted, anew)) {
        awaited.increment();
        return Objects.requireNonNull(wanted.found);
      }
      claims.await();
    }
    try {
      // who had the right before may have loaded it
      if (store.findShared(wanted, anew)) {
        awaited.increment();
        return Objects.requireNonNull(wanted.found);
      }
      return load(key, loader.get(), wanted);
    } finally {
      claims.give(wanted.key);
    }
  }

  private Found load(K key, Loader<K, V> loader, Wanted wanted) throws Exception {
    long start = clock.nanoTime();
    V value;
    try {
      value = loader.load(key);
    } catch (Exception failure) {
      loadFailures.increment();
      errors.record("loader of cache " + spec.name(), failure);
      throw failure;
    } finally {
      loadTimes.record(clock.nanoTime() - start);
    }
    loads.increment();
    EntryTimes times = times(wanted.key, value, start, lifetimes.liveMillis(), wanted.flight.stamp);
    Found found = found(value, times, spec.tags().apply(key, value));
    store.fill(wanted, found);
    return found;
  }

  private EntryTimes times(
      CacheKey key, @Nullable V value, long loadedNanos, long liveMillis, long stamp) {
    return value == null
        ? lifetimes.ofNothing(loadedNanos, stamp)
        : lifetimes.ofValue(key, loadedNanos, liveMillis, spec.loader().isPresent(), stamp);
  }

  private Found found(@Nullable V value, EntryTimes times, List<String> tags) {
    Tag[] all = store.invalidations().tags(tags);
    if (value == null) {
      return new Found(null, times, all);
    }
    byte[] bytes = new byte[Math.toIntExact(spec.values().sizeBytes(value))];
    spec.values().encode(value, MemorySegment.ofArray(bytes));
    return new Found(bytes, times, all);
  }
}
