package io.nfcs.grid.tier;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Codec;
import io.nfcs.cache.EntryTimes;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Provenance;
import io.nfcs.cache.TieredCache;
import io.nfcs.counters.LatencyHistogram;
import io.nfcs.counters.OperationTimer;
import io.nfcs.counters.OperationTimers;
import io.nfcs.grid.near.NearEntry;
import io.nfcs.grid.near.NearLease;
import io.nfcs.grid.near.NearTier;
import io.nfcs.grid.near.Origins;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A cache as its callers see it: near by lease, everything else by {@link Fetcher}.
 *
 * @param <K> keys
 * @param <V> values
 */
final class ChainCache<K, V> implements TieredCache<K, V> {
  private static final int TIMED = 256;
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private final CacheSpec<K, V> spec;
  private final CacheSettings settings;
  private final NearTier near;
  private final LatencyHistogram nearTimes;
  private final NanoClock clock;
  private final Store store;
  private final Fetcher<K, V> fetcher;
  private final Audit<K, V> audit;
  private final Origins origins;
  private final @Nullable WarmUp warmUp;
  private final Consumer<String> onClose;
  private final OperationTimer gets;
  private final OperationTimer puts;
  private final LongAdder late = new LongAdder();

  /** What there was to tell when it was closed. */
  private volatile @Nullable CacheStatistics last;

  ChainCache(
      CacheSpec<K, V> spec,
      CacheSettings settings,
      NearTier near,
      LatencyHistogram nearTimes,
      NanoClock clock,
      Store store,
      Fetcher<K, V> fetcher,
      @Nullable WarmUp warmUp,
      OperationTimers timers,
      Consumer<String> onClose) {
    this.spec = spec;
    this.settings = settings;
    this.near = near;
    this.nearTimes = nearTimes;
    this.clock = clock;
    this.store = store;
    this.fetcher = fetcher;
    audit = fetcher.audit();
    origins = origins(spec, store);
    this.warmUp = warmUp;
    this.onClose = onClose;
    gets = timers.of("cache " + spec.name() + " get");
    puts = timers.of("cache " + spec.name() + " put");
  }

  private static Origins origins(CacheSpec<?, ?> spec, Store store) {
    List<String> tiers = new ArrayList<>();
    tiers.add("near");
    store.tiers().forEach(tier -> tiers.add(tier.name()));
    tiers.add(Provenance.LOADER);
    return new Origins(List.copyOf(tiers), spec.keys().identity(), spec.values().identity());
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Lease lease() {
    store.flights().checkOpen();
    return near.lease(origins);
  }

  @Override
  public @Nullable V get(K key) {
    long begun = gets.begin();
    V value = value(key, true);
    gets.end(begun);
    return value;
  }

  @Override
  public Answer get(K key, Lease lease) {
    NearLease hold = own(lease);
    long begun = gets.begin();
    Answer answer = find(key, hold);
    if (answer == Answer.MISS) {
      answer = hold(key, fetcher.fetch(key, Probed.of(hold.probe())), hold);
    }
    gets.end(begun);
    return answer;
  }

  @Override
  public Answer get(K key, long budgetNanos, Lease lease) {
    NearLease hold = own(lease);
    long deadline = clock.nanoTime() + budgetNanos;
    Answer answer = find(key, hold);
    if (answer != Answer.MISS) {
      return answer;
    }
    if (!fetcher.hasMore()) {
      fetcher.counts().unasked.increment();
      store.flights().checkOpen();
      return answer;
    }
    Flight flight = fetcher.fetchInBackground(key, Probed.of(hold.probe()));
    if (flight == null || !fetcher.isWithin(budgetNanos)) {
      late.increment();
      return Answer.LATE;
    }
    return await(key, flight, deadline, hold);
  }

  @Override
  public Map<K, V> getAll(Collection<? extends K> keys) {
    store.flights().checkOpen();
    Map<K, V> values = new HashMap<>();
    fetcher
        .fetchAll(missing(keys, values))
        .forEach((key, found) -> {
          byte[] value = found.value();
          V decoded = value == null ? null : decoded(key, value, true);
          if (decoded != null) {
            values.put(key, decoded);
          }
        });
    return values;
  }

  @Override
  public void put(K key, V value) {
    put(key, value, settings.ttlMillis(), spec.tags().apply(key, value));
  }

  @Override
  public void put(K key, V value, Duration timeToLive, List<String> tags) {
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException("time to live " + timeToLive + ", allowed above 0");
    }
    put(key, value, millis(timeToLive), tags);
  }

  @Override
  public void putAbsent(K key) {
    store.flights().checkOpen();
    fetcher.put(key, null, settings.negativeTtlMillis(), spec.tags().apply(key, null));
  }

  @Override
  public boolean invalidate(K key) {
    store.flights().checkOpen();
    return store.invalidate(store.probe(spec.keys(), key).key());
  }

  @Override
  public void invalidateTag(String tag) {
    store.flights().checkOpen();
    store.limits().tag(tag);
    store.invalidateTag(store.invalidations().tag(tag));
  }

  @Override
  public long invalidateMatching(String pattern) {
    store.flights().checkOpen();
    return store.invalidateMatching(pattern);
  }

  @Override
  public List<K> keys() {
    store.flights().checkOpen();
    List<K> keys = new ArrayList<>();
    for (byte[] bytes : store.keys()) {
      try {
        keys.add(spec.keys().decode(MemorySegment.ofArray(bytes)));
      } catch (UnsupportedOperationException never) {
        // there is no way back from such keys, whole or not
        throw never;
      } catch (RuntimeException refusal) {
        store.drop(store.probe(Codec.bytes(), bytes).key(), refusal);
      }
    }
    return keys;
  }

  @Override
  public void clear() {
    store.flights().checkOpen();
    store.clear();
  }

  @Override
  public double hitRateAt(String tier, double factor) {
    store.flights().checkOpen();
    return store.hitRateAt(tier, factor);
  }

  @Override
  public Map<String, Long> lookupNanos() {
    return store.lookupNanos();
  }

  @Override
  public CacheStatistics statistics() {
    CacheStatistics atTheEnd = last;
    return atTheEnd == null ? statisticsNow() : atTheEnd;
  }

  @Override
  public void close() {
    if (!store.end()) {
      return;
    }
    onClose.accept(name());
    audit.close();
    last = statisticsNow();
    try (near) {
      if (warmUp != null) {
        warmUp.save();
      }
      store.close();
    }
  }

  private CacheStatistics statisticsNow() {
    FetchCounts counts = fetcher.counts();
    return new CacheStatistics(
        store.statistics(),
        counts.loads.sum(),
        counts.loadFailures.sum(),
        counts.joined.sum(),
        counts.awaited.sum(),
        late.sum(),
        fetcher.refreshes(),
        store.flights().overtakenCount(),
        store.leaks(),
        warmUp == null ? 0 : warmUp.warmed(),
        audit.checks(),
        audit.deviations(),
        store.compression(),
        store.unheardNanos(),
        counts.residues(store.top(), store.tiers()));
  }

  void maintain() {
    near.maintain();
    store.invalidations().maintain();
  }

  /** Drops from the tiers below near what has died, a part of it at a time. */
  void sweep() {
    store.sweep();
  }

  private @Nullable V value(K key, boolean isFirst) {
    Probed missed;
    try (NearLease lease = near.borrow()) {
      if (find(key, lease) != Answer.MISS) {
        return lease.isHeld() ? decoded(key, lease, isFirst) : null;
      }
      missed = Probed.of(lease.probe());
    }
    // without one of the leases that are borrowed: there are few, and a load may take long
    Found found = fetcher.fetch(key, missed);
    byte[] value = found.value();
    if (value == null) {
      return null;
    }
    if (fetcher.isDue(found.times(), clock.nanoTime())) {
      fetcher.refresh(key, missed);
    }
    return decoded(key, value, isFirst);
  }

  /** The value that is held; one whose bytes the codec refuses is dropped and fetched once more. */
  private @Nullable V decoded(K key, NearLease lease, boolean isFirst) {
    try {
      return lease.decode(spec.values());
    } catch (RuntimeException refusal) {
      lease.release();
      drop(key, refusal, isFirst);
      return value(key, false);
    }
  }

  private @Nullable V decoded(K key, byte[] value, boolean isFirst) {
    try {
      return spec.values().decode(MemorySegment.ofArray(value));
    } catch (RuntimeException refusal) {
      drop(key, refusal, isFirst);
      return value(key, false);
    }
  }

  private void drop(K key, RuntimeException refusal, boolean isFirst) {
    if (!isFirst) {
      throw refusal;
    }
    store.drop(store.probe(spec.keys(), key).key(), refusal);
  }

  /** Takes the values that near has, and answers the keys it has not. */
  private Set<K> missing(Collection<? extends K> keys, Map<K, V> values) {
    Set<K> missing = new LinkedHashSet<>();
    FetchCounts counts = fetcher.counts();
    boolean isComplete = false;
    try (NearLease lease = near.borrow()) {
      for (K key : keys) {
        switch (find(key, lease)) {
          case FRESH, STALE -> {
            V value = decoded(key, lease, true);
            if (value != null) {
              values.put(key, value);
            }
          }
          case MISS -> {
            (missing.add(key) ? counts.gathered : counts.joined).increment();
          }
          default -> {}
        }
      }
      isComplete = true;
      return missing;
    } finally {
      if (!isComplete) {
        counts.unasked.add(missing.size());
        counts.gathered.add(-missing.size());
      }
    }
  }

  private void put(K key, V value, long ttlMillis, List<String> tags) {
    store.flights().checkOpen();
    long begun = puts.begin();
    fetcher.put(key, value, ttlMillis, tags);
    puts.end(begun);
  }

  private NearLease own(Lease lease) {
    if (lease instanceof NearLease own && own.enter(near)) {
      return own;
    }
    throw foreign();
  }

  private IllegalArgumentException foreign() {
    return new IllegalArgumentException(
        "cache "
            + name()
            + ": a lease that is another cache's, or closed; allowed is one of this cache's");
  }

  /** A time to live as the settings have it: 0 for ever. */
  private static long millis(Duration timeToLive) {
    return timeToLive.compareTo(LONGEST) >= 0 ? 0 : Math.max(1, timeToLive.toMillis());
  }

  /** Asks near alone, and has a share of the hits of a pure loader audited. */
  private Answer find(K key, NearLease lease) {
    Answer answer = findMeasured(key, lease);
    if (audit.isDue(lease.lookups())) {
      if (lease.isHeld()) {
        audit.check(key, lease);
      } else if (answer == Answer.NEGATIVE) {
        audit.checkAbsent(key);
      }
    }
    return answer;
  }

  /** One look-up in {@value #TIMED} is timed, for the clock costs as much. */
  private Answer findMeasured(K key, NearLease lease) {
    if ((lease.lookups() & (TIMED - 1)) != 0) {
      return findNear(key, lease);
    }
    long start = clock.nanoTime();
    Answer answer = findNear(key, lease);
    nearTimes.record(clock.nanoTime() - start);
    return answer;
  }

  private Answer findNear(K key, NearLease lease) {
    lease.release();
    lease.probe().set(spec.keys(), key);
    lease.countLookup();
    NearEntry entry = near.find(lease);
    if (entry == null) {
      lease.countMiss();
      return Answer.MISS;
    }
    if (entry.isInvalid()) {
      return missed(lease);
    }
    return near.isYoung(entry) ? hit(entry, false, lease) : findTimed(key, entry, lease);
  }

  /** What an entry is worth at this time; one that is due is loaded anew in the background. */
  private Answer findTimed(K key, NearEntry entry, NearLease lease) {
    EntryTimes times = entry.times();
    long now = clock.nanoTime();
    if (times.isDead(now)) {
      return missed(lease);
    }
    if (fetcher.isDue(times, now)) {
      fetcher.refresh(key, Probed.of(lease.probe()));
    }
    return hit(entry, times.isStale(now), lease);
  }

  private static Answer missed(NearLease lease) {
    lease.drop();
    lease.countMiss();
    return Answer.MISS;
  }

  private static Answer hit(NearEntry entry, boolean stale, NearLease lease) {
    lease.countHit();
    return hold(entry, stale, lease);
  }

  private static Answer hold(NearEntry entry, boolean stale, NearLease lease) {
    if (entry.isNegative()) {
      lease.drop();
      return Answer.NEGATIVE;
    }
    lease.hold(entry);
    return stale ? Answer.STALE : Answer.FRESH;
  }

  private Answer await(K key, Flight flight, long deadlineNanos, NearLease lease) {
    try {
      if (!flight.await(deadlineNanos - clock.nanoTime())) {
        late.increment();
        return Answer.LATE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      late.increment();
      return Answer.LATE;
    }
    Throwable failure = flight.failure();
    if (failure == null && flight.found().isUnknown()) {
      late.increment();
      return Answer.LATE;
    }
    if (failure == null) {
      return hold(key, flight.found(), lease);
    }
    store.flights().checkOpen();
    if (Fetcher.isInterruption(failure)) {
      late.increment();
      return Answer.LATE;
    }
    return Answer.FAILED;
  }

  /** Holds what was fetched: in near's memory if near has taken it, or as it came. */
  private Answer hold(K key, Found found, NearLease lease) {
    if (found.isNothing()) {
      return Answer.MISS;
    }
    byte[] value = found.value();
    if (value == null) {
      return Answer.NEGATIVE;
    }
    if (lease.isClosed()) {
      // by the loader
      throw foreign();
    }
    // a loader that asks this cache for other keys has used the same probe
    lease.probe().set(spec.keys(), key);
    long now = clock.nanoTime();
    if (fetcher.isDue(found.times(), now)) {
      fetcher.refresh(key, Probed.of(lease.probe()));
    }
    boolean stale = found.times().isStale(now);
    NearEntry entry = near.find(lease);
    if (entry != null && entry.times().equals(found.times())) {
      Answer answer = hold(entry, stale, lease);
      lease.from(found.origin());
      return answer;
    }
    lease.drop();
    lease.hold(value, found.times().loadedNanos());
    lease.from(found.origin());
    return stale ? Answer.STALE : Answer.FRESH;
  }
}
