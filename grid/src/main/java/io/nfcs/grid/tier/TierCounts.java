package io.nfcs.grid.tier;

import io.nfcs.cache.TierStatistics;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Law;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.TierRefusedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Counts of a tier below near: look-ups, their times, and failures.
 *
 * <p><b>Threads.</b> Any. Look-ups are counted in the order that {@link Law} demands: first as
 * under way and at last as not under way any more.
 */
final class TierCounts {
  /** Most kinds of refusals that are counted apart; a server may invent any. */
  private static final int MOST_KINDS = 16;

  final LongAdder stores = new LongAdder();
  final LongAdder expirations = new LongAdder();
  final LongAdder corrupt = new LongAdder();
  final LongAdder foreign = new LongAdder();
  private final String tier;
  private final ErrorLog errors;
  private final LatencyHistogram times = new LatencyHistogram();
  private final LongAdder busyNanos = new LongAdder();
  private final LongAdder lookups = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder underWay = new LongAdder();
  private final LongAdder brokenOff = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

  /** Creates counts at 0 for a tier of this name. */
  TierCounts(String tier, ErrorLog errors) {
    this.tier = tier;
    this.errors = errors;
  }

  /** Counts keys that are looked up now; {@link #answered} follows. */
  void asked(int keys) {
    underWay.add(keys);
    lookups.add(keys);
  }

  /** Counts keys that were looked up, by whether there was something to be served. */
  void answered(int found, int missed) {
    hits.add(found);
    misses.add(missed);
    underWay.add(-found - missed);
  }

  /** Counts missing keys whose look-up an error has ended. */
  void breakOff(int keys) {
    brokenOff.add(keys);
  }

  /** Records the total time of a number of look-ups. */
  void took(long nanos, int keys) {
    busyNanos.add(nanos);
    times.record(nanos / keys);
  }

  /** Counts a failure, or by its kind a refusal, and reports it. */
  void failed(String what, RuntimeException failure) {
    if (failure instanceof TierRefusedException refusal) {
      String kind =
          refusals.size() < MOST_KINDS || refusals.containsKey(refusal.kind())
              ? refusal.kind()
              : "OTHER";
      refusals.computeIfAbsent(kind, first -> new LongAdder()).increment();
    } else {
      failures.increment();
    }
    errors.record("cache tier " + tier + ", " + what, failure);
  }

  /** Counts an entry whose bytes are damaged, and reports it. */
  void broken(IllegalArgumentException damage) {
    corrupt.increment();
    errors.record("cache tier " + tier + ", entry", damage);
  }

  /**
   * Returns whether look-ups are answered within a time, as far as is known; if not, that is
   * counted.
   */
  boolean isWithin(long nanos) {
    if (times.quantileNanos(0.99) <= nanos) {
      return true;
    }
    late.increment();
    return false;
  }

  /** Returns the time that look-ups have taken in all. */
  long busyNanos() {
    return busyNanos.sum();
  }

  /** Returns the median time of a look-up. */
  long medianNanos() {
    return times.quantileNanos(0.5);
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

  /** Returns the residue of the law of look-ups. */
  long residue() {
    return Law.residue(lookups::sum, () -> hits.sum() + misses.sum(), underWay::sum);
  }

  TierStatistics statistics(CacheTier of) {
    return new TierStatistics(
        tier,
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
        foreign.sum() + of.foreign(),
        late.sum(),
        size(of::entries),
        size(of::bytes),
        0,
        times.quantileNanos(0.5),
        times.quantileNanos(0.99));
  }

  /** Returns a size of the tier, -1 while the tier is away. */
  private long size(LongSupplier size) {
    try {
      return size.getAsLong();
    } catch (RuntimeException failure) {
      failed("size", failure);
      return -1;
    }
  }
}
