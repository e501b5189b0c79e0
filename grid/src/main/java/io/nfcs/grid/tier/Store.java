package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.Codec;
import io.nfcs.cache.CompressionStatistics;
import io.nfcs.cache.EntryTimes;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.Tag;
import io.nfcs.cache.TickThread;
import io.nfcs.cache.TierStatistics;
import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.near.NearLease;
import io.nfcs.grid.near.NearTier;
import io.nfcs.table.Register;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tiers of a cache as one: what is changed is changed in all of them, key by key.
 *
 * <p><b>Threads.</b> Any. Changes of one key wait for each other; look-ups do not.
 */
final class Store implements ChangeFeed.Receiver {
  private static final int STRIPES = 256;

  /** Longest time a change under way holds up the end. */
  private static final long CHANGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final NearTier near;
  private final MeasuredNear top;
  private final List<MeasuredTier> tiers;
  private final Lifetimes lifetimes;
  private final CacheClock clock;
  private final Invalidations invalidations;
  private final Frames frames;
  private final Function<String, Predicate<byte[]>> globs;
  private final EntryLimits limits;
  private final ErrorLog errors;
  private final @Nullable MeasuredTier shared;
  private final @Nullable ChangeFeed feed;
  private final Flights flights;
  private final Lock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);

  /** Changes of keys of each stripe so far. */
  private final AtomicLongArray changed = new AtomicLongArray(STRIPES);

  Store(
      String cache,
      MeasuredNear top,
      List<MeasuredTier> tiers,
      Lifetimes lifetimes,
      CacheClock clock,
      long identity,
      EntryLimits limits,
      Compression compression,
      Function<String, Register> registers,
      Function<String, Predicate<byte[]>> globs,
      ErrorLog errors) {
    flights = new Flights(cache);
    this.top = top;
    near = top.near();
    this.tiers = tiers;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.globs = globs;
    this.limits = limits;
    this.errors = errors;
    // the last reaches furthest: whoever shares any tier hears of its log
    shared = tiers.stream().filter(tier -> tier.shared() != null).reduce((a, b) -> b).orElse(null);
    SharedTier log = shared == null ? null : shared.shared();
    invalidations =
        new Invalidations(
            registers,
            tags -> log == null ? new long[tags.size()] : ChangeFeed.latestOf(log, tags),
            log == null ? 0 : ChangeFeed.appliedBefore(registers));
    frames = new Frames(clock, invalidations, identity, compression);
    feed =
        log == null
            ? null
            : new ChangeFeed(
                sharedTiers(), ChangeFeed.APPLIED_MILLIS, invalidations, this, clock, errors);
    tiers.forEach(tier -> tier.onOvertaken(key -> overtaken(tier, key)));
  }

  /** A tier may come to have what was before a change of a key. */
  private void overtaken(MeasuredTier tier, CacheKey key) {
    invalidations.unreached(tier.name(), key);
    if (feed != null && tier.shared() != null) {
      feed.allChanged();
    }
  }

  MeasuredNear top() {
    return top;
  }

  /** The tier that other processes share, if there is one. */
  @Nullable MeasuredTier shared() {
    return shared;
  }

  /** Where changes are told and heard, if a tier is shared. */
  @Nullable ChangeFeed feed() {
    return feed;
  }

  List<MeasuredTier> tiers() {
    return tiers;
  }

  Flights flights() {
    return flights;
  }

  Invalidations invalidations() {
    return invalidations;
  }

  /** How large the parts of an entry may be. */
  EntryLimits limits() {
    return limits;
  }

  <K> Probed probe(Codec<K> codec, K key) {
    try (NearLease lease = near.borrow()) {
      lease.probe().set(codec, key);
      return Probed.of(lease.probe());
    }
  }

  /**
   * Looks in the tiers below near, and fills what is found into those above.
   *
   * @param young whether entries that are due to be loaded anew do not count
   */
  void findBelow(List<Wanted> wanted, boolean young) {
    List<Wanted> left = wanted;
    for (int i = 0; i < tiers.size() && !left.isEmpty(); i++) {
      left = findIn(i, left, young);
    }
  }

  /** Looks in one tier, and answers what it has not. */
  private List<Wanted> findIn(int depth, List<Wanted> wanted, boolean young) {
    MeasuredTier tier = tiers.get(depth);
    List<Wanted> missing = new ArrayList<>(0);
    int seen = 0;
    boolean isDone = false;
    try {
      for (EntryFrame frame : tier.find(wanted)) {
        Wanted one = wanted.get(seen);
        if (frame != null && take(tier, depth, one, frame, young)) {
          tier.hit();
        } else {
          missing.add(one);
        }
        seen++;
      }
      isDone = true;
      return missing;
    } finally {
      // what an error has kept from being looked at is not answered either
      int missed = missing.size() + wanted.size() - seen;
      tier.miss(missed);
      if (!isDone) {
        tier.breakOff(missed);
      }
    }
  }

  /** Looks in the shared tier for what another process may have loaded meanwhile; not counted. */
  boolean findShared(Wanted wanted, boolean young) {
    for (int i = 0; i < tiers.size(); i++) {
      MeasuredTier tier = tiers.get(i);
      if (tier == shared) {
        EntryFrame frame = tier.peek(wanted);
        return frame != null && take(tier, i, wanted, frame, young);
      }
    }
    return false;
  }

  private boolean take(
      MeasuredTier tier, int depth, Wanted wanted, EntryFrame frame, boolean young) {
    Found found = frames.found(frame);
    if (isInvalid(tier, wanted.key, found)) {
      return false;
    }
    if (found.times().isDead(clock.nanoTime())) {
      tier.expire(wanted.key);
      return false;
    }
    if (young && lifetimes.isDue(found.times(), clock.nanoTime())) {
      return false;
    }
    fill(wanted, found, depth);
    wanted.found = found.from(depth + 1);
    return true;
  }

  /** Drops an entry whose bytes the codec does not read, and counts it. */
  void drop(CacheKey key, RuntimeException refusal) {
    top.corrupt().increment();
    errors.record("cache " + limits.cache() + ", entry", refusal);
    remove(key, tiers);
  }

  /** Drops from the tiers below near what has died, a part of it at a time. */
  void sweep() {
    tiers.forEach(MeasuredTier::sweep);
  }

  /**
   * Brings an entry up from the first tier that has it, unless something changes meanwhile; answers
   * whether any has.
   */
  boolean warm(CacheKey key) {
    // not under the stripe's lock: the tier may be slow, and a tick may want to change a key of it
    long changes = changed.get(stripe(key));
    for (int i = 0; i < tiers.size() && !flights.isClosed(); i++) {
      EntryFrame frame = tiers.get(i).peek(key);
      if (frame != null && isLive(tiers.get(i), key, frame)) {
        bringUp(key, frame.key(), frames.found(frame), i, changes);
        return true;
      }
    }
    return false;
  }

  private void bringUp(CacheKey key, byte[] keyBytes, Found found, int above, long changes) {
    Lock stripe = lock(key);
    try {
      if (changed.get(stripe(key)) == changes && !flights.isClosed()) {
        store(key, keyBytes, found, above);
        if (changed.get(stripe(key)) != changes) {
          // of many keys at once, which does not wait for the lock of each
          remove(key, tiers.subList(0, above));
        }
      }
    } finally {
      stripe.unlock();
    }
  }

  /** Stores what was loaded in all tiers, unless the key was changed meanwhile. */
  void fill(Wanted wanted, Found found) {
    byte[] value = found.value();
    try {
      limits.key(wanted.keyBytes);
      limits.value(value == null ? 0 : value.length);
    } catch (IllegalArgumentException tooLong) {
      errors.record("loader of cache " + limits.cache(), tooLong);
      return;
    }
    fill(wanted, found, tiers.size());
  }

  /** Stores what was found in a tier in those above it, unless the key was changed meanwhile. */
  private void fill(Wanted wanted, Found found, int above) {
    Lock stripe = lock(wanted.key);
    try {
      if (!wanted.flight.isOvertaken() && !flights.isClosed()) {
        changed.incrementAndGet(stripe(wanted.key));
        store(wanted.key, wanted.keyBytes, found, above);
        changed.incrementAndGet(stripe(wanted.key));
      }
    } finally {
      stripe.unlock();
    }
  }

  /** Stores an entry in all tiers; one that is dead at once removes what there is. */
  void put(CacheKey key, byte[] keyBytes, Found found) {
    limits.key(keyBytes);
    Lock stripe = lock(key);
    try {
      flights.checkOpen();
      overtake(key);
      for (MeasuredTier tier : store(key, keyBytes, found, tiers.size())) {
        invalidations.unreached(tier.name(), key);
      }
      overtakeBelow(key);
    } finally {
      stripe.unlock();
    }
    if (feed != null) {
      feed.changed(key);
    }
  }

  boolean invalidate(CacheKey key) {
    boolean was = remove(key, tiers);
    if (feed != null) {
      feed.changed(key);
    }
    return was;
  }

  void invalidateTag(Tag tag) {
    if (feed == null) {
      invalidations.invalidate(tag);
    } else {
      feed.invalidate(tag);
    }
  }

  /** Invalidates every key that matches, and answers how many there were. */
  long invalidateMatching(String glob) {
    long count = invalidateMatching(glob, tiers);
    if (feed != null) {
      feed.changed(glob);
    }
    return count;
  }

  @Override
  public void keyChanged(CacheKey key) {
    remove(key, own());
  }

  @Override
  public void matchChanged(String glob) {
    flights.checkOpen();
    invalidateMatching(glob, own());
  }

  @Override
  public void missedChanges() {
    tiers.stream().filter(t -> t != shared).forEach(t -> invalidations.outdate(t.name()));
    // those that have found what is outdated now; who begins later finds it no more
    overtakeAll();
    near.clear();
  }

  private List<SharedTier> sharedTiers() {
    return tiers.stream().map(MeasuredTier::shared).filter(Objects::nonNull).toList();
  }

  /** The tiers that no other process changes. */
  private List<MeasuredTier> own() {
    return tiers.stream().filter(tier -> tier.shared() == null).toList();
  }

  private boolean remove(CacheKey key, List<MeasuredTier> from) {
    Lock stripe = lock(key);
    try {
      flights.checkOpen();
      overtake(key);
      boolean was = near.remove(key);
      for (MeasuredTier tier : from) {
        Boolean removed = tier.remove(key);
        if (removed == null) {
          invalidations.unreached(tier.name(), key);
        } else {
          was |= removed;
        }
      }
      overtakeBelow(key);
      return was;
    } finally {
      stripe.unlock();
    }
  }

  private long invalidateMatching(String glob, List<MeasuredTier> in) {
    Predicate<byte[]> matches = globs.apply(glob);
    // who fetches now may bring what was before; who begins later does not
    overtakeAll();
    Map<CacheKey, byte[]> live = new HashMap<>();
    if (TickThread.isCurrent()) {
      // a tick cannot go through a tier, and what it leaves there must not be served
      in.forEach(MeasuredTier::clear);
    } else {
      liveBelow(in, true, live, this::unscanned);
      in.forEach(MeasuredTier::overtakeDoubtful);
    }
    // who has found below meanwhile what was not seen there; what they have filled near shows
    overtakeAll();
    liveNear(true, live);
    List<CacheKey> keys = new ArrayList<>();
    live.forEach((key, keyBytes) -> {
      if (matches.test(keyBytes)) {
        keys.add(key);
      }
    });
    keys.forEach(key -> remove(key, in));
    return keys.size();
  }

  /** What a tier holds is not known to the end, so none of it may be served any more. */
  private void unscanned(MeasuredTier tier) {
    if (tier.shared() != null) {
      invalidateTag(invalidations.everything());
    } else {
      invalidations.outdate(tier.name());
    }
  }

  /** The bytes of all keys that have a value, in the tiers that answer. */
  Collection<byte[]> keys() {
    Map<CacheKey, byte[]> live = new HashMap<>();
    liveBelow(tiers, false, live, away -> {});
    liveNear(false, live);
    return live.values();
  }

  /** Adds the keys that near has, with their bytes. */
  private void liveNear(boolean negative, Map<CacheKey, byte[]> keys) {
    near.forEach(entry -> {
      if (!entry.isInvalid()
          && !entry.times().isDead(clock.nanoTime())
          && (negative || !entry.isNegative())) {
        keys.put(entry.key(), entry.keyBytes().toArray(ValueLayout.JAVA_BYTE));
      }
    });
  }

  /**
   * Adds the keys that some tiers have, with their bytes; from the lowest up, as what is looked up
   * meanwhile goes.
   */
  private void liveBelow(
      List<MeasuredTier> in,
      boolean negative,
      Map<CacheKey, byte[]> keys,
      Consumer<MeasuredTier> unscanned) {
    for (MeasuredTier tier : in.reversed()) {
      boolean isWhole =
          tier.forEach((key, bytes) -> {
            EntryFrame frame = tier.decode(key, bytes);
            if (frame != null && isLive(tier, key, frame) && (negative || frame.value() != null)) {
              keys.put(key, frame.key());
            }
          });
      if (!isWhole) {
        unscanned.accept(tier);
      }
    }
  }

  void clear() {
    invalidateTag(invalidations.everything());
    near.clear();
    tiers.forEach(MeasuredTier::clear);
  }

  /** A copy of what near has of a key and may still be served as fresh, or {@code null}. */
  @Nullable Found findNear(byte[] keyBytes) {
    return top.find(keyBytes);
  }

  /** Statistics of near, if there is one, and of the tiers below. */
  List<TierStatistics> statistics() {
    List<TierStatistics> all = new ArrayList<>();
    if (top.isKept()) {
      all.add(top.statistics());
    }
    tiers.forEach(tier -> all.add(tier.statistics()));
    return all;
  }

  /** Time that look-ups of each tier below near have taken in all. */
  Map<String, Long> lookupNanos() {
    return tiers.stream()
        .collect(Collectors.toUnmodifiableMap(MeasuredTier::name, MeasuredTier::busyNanos));
  }

  CompressionStatistics compression() {
    return frames.compression();
  }

  /** Share of the look-ups that a tier and those above it would answer at another size. */
  double hitRateAt(String name, double factor) {
    List<TierStatistics> all = statistics();
    long lookups = all.getFirst().lookups();
    for (TierStatistics tier : all) {
      if (tier.tier().equals(name) && tier.entries() >= 0) {
        double now = lookups == 0 ? 0 : 1 - (double) tier.misses() / lookups;
        double more =
            near.lruHitRate((long) (factor * tier.entries())) - near.lruHitRate(tier.entries());
        return Math.clamp(now + more, 0, 1);
      }
    }
    throw new IllegalArgumentException(name + " is no tier that counts its entries");
  }

  /** Leases that were forgotten while they held a value. */
  long leaks() {
    return near.statistics().leaks();
  }

  /** How long ago this process has last heard of all that others have changed. */
  long unheardNanos() {
    return feed == null ? 0 : feed.unheardNanos();
  }

  /** Ends all flights, and hears of no change any more; answers whether it was open. */
  boolean end() {
    if (feed != null) {
      feed.hearNoMore();
    }
    return flights.close();
  }

  /** Ends the tiers, when the changes under way are done or have had their time. */
  void close() {
    awaitChanges();
    tiers.forEach(MeasuredTier::settle);
    if (feed != null) {
      // after what the tiers have only now
      feed.close();
    }
    tiers.forEach(MeasuredTier::close);
  }

  private void awaitChanges() {
    long left = CHANGE_NANOS;
    boolean isInterrupted = false;
    for (Lock stripe : stripes) {
      long start = clock.nanoTime();
      try {
        if (stripe.tryLock(left, TimeUnit.NANOSECONDS)) {
          stripe.unlock();
        }
      } catch (InterruptedException interruption) {
        isInterrupted = true;
        left = 0;
      }
      left = Math.max(0, left - (clock.nanoTime() - start));
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is being brought to near now is not kept. */
  private void overtakeAll() {
    flights
        .keys()
        .forEach(key -> {
          Lock stripe = lock(key);
          try {
            overtake(key);
          } finally {
            stripe.unlock();
          }
        });
    for (int i = 0; i < STRIPES; i++) {
      changed.incrementAndGet(i);
    }
  }

  /** What is being brought to near of a key is not kept; its stripe must be locked. */
  private void overtake(CacheKey key) {
    flights.overtake(key);
    changed.incrementAndGet(stripe(key));
  }

  /**
   * What was begun while the tiers below near were changed may have found there what was before;
   * the stripe of the key must be locked.
   */
  private void overtakeBelow(CacheKey key) {
    if (!tiers.isEmpty()) {
      overtake(key);
    }
  }

  /** The tiers that could not take an entry. */
  private List<MeasuredTier> store(CacheKey key, byte[] keyBytes, Found found, int below) {
    top.store(key, keyBytes, found);
    if (below == 0) {
      return List.of();
    }
    long live = found.times().deadNanos() - clock.nanoTime();
    byte[] frame = frames.frame(keyBytes, found);
    long liveMillis =
        found.times().deadNanos() == EntryTimes.NEVER
            ? EntryTimes.NEVER
            : Math.max(1, TimeUnit.NANOSECONDS.toMillis(live));
    List<MeasuredTier> failed = new ArrayList<>(0);
    for (MeasuredTier tier : tiers.subList(0, below)) {
      if (!tier.store(key, frame, liveMillis)) {
        failed.add(tier);
      }
    }
    return failed;
  }

  private boolean isLive(MeasuredTier tier, CacheKey key, EntryFrame frame) {
    Found found = frames.found(frame);
    return !isInvalid(tier, key, found) && !found.times().isDead(clock.nanoTime());
  }

  private boolean isInvalid(MeasuredTier tier, CacheKey key, Found found) {
    long stamp = found.times().stamp();
    return found.isInvalid()
        || (tier == shared && tier.isUnknown(stamp))
        || invalidations.isOutdated(tier.name(), key, stamp);
  }

  private Lock lock(CacheKey key) {
    Lock stripe = stripes[stripe(key)];
    stripe.lock();
    return stripe;
  }

  private static int stripe(CacheKey key) {
    return (int) key.high() & (STRIPES - 1);
  }
}
