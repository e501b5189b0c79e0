package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.CacheTier;
import io.nfcs.cache.ResizableTier;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.TierRefusedException;
import io.nfcs.cache.TierStatistics;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.LatencyHistogram;
import io.nfcs.counters.Law;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A tier with its counts, its times, and its failures made into misses.
 *
 * <p><b>Threads.</b> Any.
 */
final class MeasuredTier implements AutoCloseable {
  /** Kinds of refusals that are told apart; a server may invent any. */
  private static final int MOST_KINDS = 16;

  private final CacheTier tier;
  private final long identity;
  private final EntryLimits limits;
  private final NanoClock clock;
  private final ErrorLog errors;
  private final LatencyHistogram times = new LatencyHistogram();
  private final LongAdder busyNanos = new LongAdder();
  private final LongAdder lookups = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder underWay = new LongAdder();
  private final LongAdder brokenOff = new LongAdder();
  private final LongAdder stores = new LongAdder();
  private final LongAdder expirations = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final LongAdder corrupt = new LongAdder();
  private final LongAdder foreign = new LongAdder();
  private final LongAdder late = new LongAdder();

  /**
   * A tier of a cache.
   *
   * @param identity of the cache, as its frames have it
   */
  MeasuredTier(
      CacheTier tier, long identity, EntryLimits limits, NanoClock clock, ErrorLog errors) {
    this.tier = tier;
    this.identity = identity;
    this.limits = limits;
    this.clock = clock;
    this.errors = errors;
  }

  String name() {
    return tier.name();
  }

  /** The tier, if several processes share it. */
  @Nullable SharedTier shared() {
    return tier instanceof SharedTier log ? log : null;
  }

  /** The tier, if its limit may be changed. */
  @Nullable ResizableTier resizable() {
    return tier instanceof ResizableTier resizable ? resizable : null;
  }

  /** Time that look-ups have taken in all. */
  long busyNanos() {
    return busyNanos.sum();
  }

  /** Median time of a look-up. */
  long medianNanos() {
    return times.quantileNanos(0.5);
  }

  /**
   * The entries of keys in time of day, in their order, or {@code null}; broken ones go. For each
   * key {@link #hit} or {@link #miss} follows.
   */
  List<@Nullable EntryFrame> find(List<Wanted> wanted) {
    underWay.add(wanted.size());
    lookups.add(wanted.size());
    long start = clock.nanoTime();
    List<byte @Nullable []> found;
    try {
      found =
          wanted.size() == 1
              ? Collections.singletonList(tier.find(wanted.getFirst().key))
              : tier.findAll(wanted.stream().map(one -> one.key).toList());
    } catch (RuntimeException failure) {
      failed("find", failure);
      wanted.forEach(one -> one.isUnanswered = true);
      return Collections.nCopies(wanted.size(), null);
    } finally {
      long taken = clock.nanoTime() - start;
      busyNanos.add(taken);
      times.record(taken / wanted.size());
    }
    List<@Nullable EntryFrame> frames = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      frames.add(frame(wanted.get(i), found.get(i)));
    }
    return frames;
  }

  /** The entry of a key as {@link #find} gives it, without being counted. */
  @Nullable EntryFrame peek(Wanted wanted) {
    try {
      return frame(wanted, tier.find(wanted.key));
    } catch (RuntimeException failure) {
      failed("find", failure);
      return null;
    }
  }

  /** The entry of a key of which no more is known, without being counted. */
  @Nullable EntryFrame peek(CacheKey key) {
    try {
      byte[] bytes = tier.find(key);
      return bytes == null ? null : decode(key, bytes);
    } catch (RuntimeException failure) {
      failed("find", failure);
      return null;
    }
  }

  private @Nullable EntryFrame frame(Wanted wanted, byte @Nullable [] bytes) {
    EntryFrame frame = bytes == null ? null : decode(wanted.key, bytes);
    if (frame != null && !Arrays.equals(frame.key(), wanted.keyBytes)) {
      broken(
          wanted.key, new IllegalArgumentException("frame of " + wanted.key + " has another key"));
      return null;
    }
    return frame;
  }

  /**
   * A frame as it was read, or {@code null} if it is not of this cache, or broken; it is removed
   * then.
   */
  @Nullable EntryFrame decode(CacheKey key, byte[] bytes) {
    try {
      EntryFrame frame = EntryFrame.decode(bytes, identity, limits.valueBytes());
      if (frame == null) {
        foreign.increment();
      }
      return frame;
    } catch (IllegalArgumentException damage) {
      broken(key, damage);
      return null;
    }
  }

  /** Tells of each key of which the tier may come to have what counts no more. */
  void onOvertaken(Consumer<CacheKey> listener) {
    if (tier instanceof QueuedTier queued) {
      queued.onOvertaken(listener);
    }
  }

  /** Keys are invalidated that nobody knows: also what a store that was given up may bring. */
  void overtakeDoubtful() {
    if (tier instanceof QueuedTier queued) {
      queued.overtakeDoubtful();
    }
  }

  /** Counts that what was found could be served. */
  void hit() {
    hits.increment();
    underWay.decrement();
  }

  /** Counts keys of which there was nothing to be served. */
  void miss(int keys) {
    misses.add(keys);
    underWay.add(-keys);
  }

  /** Counts keys that are looked for no further, since an error has ended the look-up. */
  void breakOff(int keys) {
    brokenOff.add(keys);
  }

  long lookups() {
    return lookups.sum();
  }

  long misses() {
    return misses.sum();
  }

  long brokenOff() {
    return brokenOff.sum();
  }

  /** What the law of look-ups leaves over. */
  long residue() {
    return Law.residue(lookups::sum, () -> hits.sum() + misses.sum(), underWay::sum);
  }

  /** Removes an entry whose time is over. */
  void expire(CacheKey key) {
    expirations.increment();
    remove(key);
  }

  /**
   * Stores a frame and answers whether what the tier had of the key before is gone. A tier that
   * refuses, because it is full, may still let go.
   */
  boolean store(CacheKey key, byte[] frame, long liveMillis) {
    try {
      tier.store(key, frame, liveMillis);
      stores.increment();
      return true;
    } catch (RuntimeException failure) {
      failed("store", failure);
      // not if nobody knows whether it was stored: it might be after the removal
      return failure instanceof TierRefusedException && remove(key) != null;
    }
  }

  /** Drops what has died and what is of another identity, a part of it at a time. */
  void sweep() {
    try {
      expirations.add(tier.sweep());
    } catch (RuntimeException failure) {
      failed("sweep", failure);
    }
  }

  /** Whether the tier has noticed that it does not know any more if an entry is out of date. */
  boolean isUnknown(long stamp) {
    return tier instanceof SharedTier log && stamp < ChangeFeed.sinceOf(log);
  }

  /** Whether the key was there; {@code null} if the tier cannot be told to remove it. */
  @Nullable Boolean remove(CacheKey key) {
    try {
      return tier.remove(key);
    } catch (RuntimeException failure) {
      failed("remove", failure);
      return null;
    }
  }

  void clear() {
    try {
      tier.clear();
    } catch (RuntimeException failure) {
      failed("clear", failure);
    }
  }

  /** Scans the tier; answers whether to its end. */
  boolean forEach(BiConsumer<CacheKey, byte[]> visitor) {
    try {
      tier.forEach(visitor);
      return true;
    } catch (RuntimeException failure) {
      failed("scan", failure);
      return false;
    }
  }

  /** Whether it answers within a time, as far as is known; if not, that is counted. */
  boolean isWithin(long nanos) {
    if (times.quantileNanos(0.99) <= nanos) {
      return true;
    }
    late.increment();
    return false;
  }

  TierStatistics statistics() {
    return new TierStatistics(
        name(),
        lookups.sum(),
        hits.sum(),
        misses.sum(),
        stores.sum(),
        0,
        expirations.sum(),
        failures.sum(),
        refusals.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, kind -> kind.getValue().sum())),
        corrupt.sum(),
        foreign.sum() + tier.foreign(),
        late.sum(),
        size(tier::entries),
        size(tier::bytes),
        0,
        times.quantileNanos(0.5),
        times.quantileNanos(0.99));
  }

  /** Applies what is still to be applied to the tier, which is changed no more. */
  void settle() {
    if (tier instanceof QueuedTier queued) {
      queued.settle();
    }
  }

  @Override
  public void close() {
    try {
      tier.close();
    } catch (RuntimeException failure) {
      failed("close", failure);
    }
  }

  /** A tier that is away cannot tell. */
  private long size(LongSupplier size) {
    try {
      return size.getAsLong();
    } catch (RuntimeException failure) {
      failed("size", failure);
      return -1;
    }
  }

  private void broken(CacheKey key, IllegalArgumentException damage) {
    corrupt.increment();
    errors.record("cache tier " + name() + ", entry", damage);
    remove(key);
  }

  private void failed(String what, RuntimeException failure) {
    if (failure instanceof TierRefusedException refusal) {
      String kind =
          refusals.size() < MOST_KINDS || refusals.containsKey(refusal.kind())
              ? refusal.kind()
              : "OTHER";
      refusals.computeIfAbsent(kind, first -> new LongAdder()).increment();
    } else {
      failures.increment();
    }
    errors.record("cache tier " + name() + ", " + what, failure);
  }
}
