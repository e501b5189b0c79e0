package io.nfcs.grid.tier;

import static java.util.Objects.requireNonNull;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Provenance;
import io.nfcs.cache.TieredCache;
import io.nfcs.counters.OperationTimer;
import io.nfcs.grid.near.NearLease;
import io.nfcs.grid.near.NearTier;
import io.nfcs.grid.near.Origins;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A cache as its callers see it. Values in near are read in place; a {@link Descent} through the
 * tiers finds others, and {@link Changes} applies the changes of callers.
 *
 * <p><b>Threads.</b> Any: it has no lock and one field that changes, {@code last}, which is
 * volatile. Order between threads is that of its parts: near for values, {@link KeyLocks} for
 * changes of a key, {@link Flights} for fetches. Of several that close it one does the work; the
 * others return at once, and calls under way may end with an {@link IllegalStateException} from
 * then on. {@link #maintain} and {@link #sweep} are called in the background, also while it closes.
 *
 * @param <K> keys
 * @param <V> values
 */
final class ChainCache<K, V> implements TieredCache<K, V> {
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private final CacheSpec<K, V> spec;
  private final Fetch.Course<K, V> course;
  private final Entries<K, V> entries;
  private final CacheSettings settings;
  private final Tiers tiers;
  private final NearTier near;
  private final Flights flights;
  private final Changes changes;
  private final Contents contents;
  private final LeaseLookups<K> lookups;
  private final Values<K, V> values;
  private final Origins origins;
  private final NanoClock clock;
  private final Consumer<String> onClose;
  private final OperationTimer gets;
  private final OperationTimer puts;

  /** Statistics at the end, {@code null} while the cache is open. */
  private volatile @Nullable CacheStatistics last;

  ChainCache(
      CachesContext context,
      Fetch.Course<K, V> course,
      Descent<K, V> descent,
      Changes changes,
      Contents contents,
      Consumer<String> onClose) {
    this.course = course;
    this.changes = changes;
    this.contents = contents;
    this.onClose = onClose;
    clock = context.clock();
    entries = course.entries();
    spec = entries.spec();
    settings = entries.lifetimes().settings();
    tiers = course.tiers();
    near = entries.near();
    flights = course.flights();
    lookups = new LeaseLookups<>(course, descent, clock);
    values = new Values<>(course, lookups, descent, changes, clock);
    origins = origins(spec, tiers);
    gets = context.timers().of("cache " + spec.name() + " get");
    puts = context.timers().of("cache " + spec.name() + " put");
  }

  private static Origins origins(CacheSpec<?, ?> spec, Tiers tiers) {
    List<String> names = new ArrayList<>();
    names.add("near");
    tiers.below().forEach(tier -> names.add(tier.name()));
    names.add(Provenance.LOADER);
    return new Origins(List.copyOf(names), spec.keys().identity(), spec.values().identity());
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Lease lease() {
    flights.checkOpen();
    return near.lease(origins);
  }

  @Override
  public @Nullable V get(K key) {
    long begun = gets.begin();
    V value = values.get(key);
    gets.end(begun);
    return value;
  }

  @Override
  public Answer get(K key, Lease lease) {
    NearLease own = lookups.own(lease);
    long begun = gets.begin();
    Answer answer = lookups.find(key, own);
    if (answer == Answer.MISS) {
      answer = lookups.fetch(key, own);
    }
    gets.end(begun);
    return answer;
  }

  @Override
  public Answer get(K key, long budgetNanos, Lease lease) {
    return lookups.get(key, budgetNanos, lookups.own(lease));
  }

  @Override
  public Map<K, V> getAll(Collection<? extends K> keys) {
    flights.checkOpen();
    return values.getAll(keys);
  }

  @Override
  public void put(K key, V value) {
    check(key, value);
    put(key, value, settings.ttlMillis(), spec.tags().apply(key, value));
  }

  @Override
  public void put(K key, V value, Duration timeToLive, List<String> tags) {
    check(key, value);
    requireNonNull(tags, "tags").forEach(tag -> requireNonNull(tag, "tag"));
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException("time to live " + timeToLive + "; allowed: above 0");
    }
    put(key, value, millis(timeToLive), tags);
  }

  @Override
  public void putAbsent(K key) {
    flights.checkOpen();
    requireNonNull(key, "key");
    keep(key, null, settings.negativeTtlMillis(), spec.tags().apply(key, null));
  }

  @Override
  public boolean invalidate(K key) {
    flights.checkOpen();
    return changes.invalidate(entries.probe(requireNonNull(key, "key")).key());
  }

  @Override
  public void invalidateTag(String tag) {
    flights.checkOpen();
    entries.limits().tag(requireNonNull(tag, "tag"));
    changes.invalidateTag(entries.invalidations().tag(tag));
  }

  @Override
  public long invalidateMatching(String pattern) {
    flights.checkOpen();
    return changes.invalidateMatching(requireNonNull(pattern, "pattern"));
  }

  @Override
  public List<K> keys() {
    flights.checkOpen();
    List<K> keys = new ArrayList<>();
    for (byte[] bytes : contents.keys()) {
      try {
        keys.add(spec.keys().decode(MemorySegment.ofArray(bytes)));
      } catch (UnsupportedOperationException never) {
        // such keys cannot be decoded, damaged or not
        throw never;
      } catch (RuntimeException refusal) {
        changes.drop(entries.probe(bytes).key(), refusal);
      }
    }
    return keys;
  }

  @Override
  public void clear() {
    flights.checkOpen();
    changes.clear();
  }

  @Override
  public double hitRateAt(String tier, double factor) {
    flights.checkOpen();
    return contents.hitRateAt(requireNonNull(tier, "tier"), factor);
  }

  @Override
  public Map<String, Long> lookupNanos() {
    return contents.lookupNanos();
  }

  @Override
  public CacheStatistics statistics() {
    CacheStatistics atTheEnd = last;
    return atTheEnd == null ? statisticsNow() : atTheEnd;
  }

  @Override
  public void close() {
    if (!changes.end()) {
      return;
    }
    onClose.accept(name());
    course.audit().close();
    last = statisticsNow();
    WarmUp warmUp = course.warmUp();
    try (near) {
      if (warmUp != null) {
        warmUp.save();
      }
      changes.close();
    }
  }

  private CacheStatistics statisticsNow() {
    FetchCounts counts = course.counts();
    WarmUp warmUp = course.warmUp();
    return new CacheStatistics(
        contents.statistics(),
        counts.loads.sum(),
        counts.loadFailures.sum(),
        counts.joined.sum(),
        counts.awaited.sum(),
        lookups.lateCount(),
        course.loading().refreshes(),
        flights.overtakenCount(),
        near.statistics().leaks(),
        warmUp == null ? 0 : warmUp.warmed(),
        course.audit().checks(),
        course.audit().deviations(),
        tiers.compression(),
        changes.unheardNanos(),
        counts.residues(tiers.near(), tiers.below()));
  }

  /** Drops dead entries from near, and tags without entries; waits for no tier below. */
  void maintain() {
    near.maintain();
    entries.invalidations().maintain();
  }

  /** Drops dead entries from the tiers below near, a part at a time. */
  void sweep() {
    tiers.below().forEach(MeasuredTier::sweep);
  }

  private static void check(Object key, Object value) {
    requireNonNull(key, "key");
    requireNonNull(value, "value; that there is none is said by putAbsent");
  }

  private void put(K key, V value, long ttlMillis, List<String> tags) {
    flights.checkOpen();
    long begun = puts.begin();
    keep(key, value, ttlMillis, tags);
    puts.end(begun);
  }

  private void keep(K key, @Nullable V value, long liveMillis, List<String> tags) {
    if (value != null) {
      // before the value is encoded
      entries.limits().value(spec.values().sizeBytes(value));
    }
    long stamp = entries.invalidations().stamp();
    Probed probed = entries.probe(key);
    changes.put(
        probed,
        entries.entry(
            probed.key(), value, clock.nanoTime(), liveMillis, stamp, tags, Origins.NEAR));
  }

  /** Returns a time to live in the form of the settings: 0 for ever. */
  private static long millis(Duration timeToLive) {
    return timeToLive.compareTo(LONGEST) >= 0 ? 0 : Math.max(1, timeToLive.toMillis());
  }
}
