package io.nfcs.grid.tier;

import io.nfcs.counters.Law;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts of the look-ups that near does not answer, each step counted where it is made, and the
 * laws that tie these counts to those of the tiers.
 *
 * <pre>
 *   misses of near + repeated = joined + begun + unasked
 *   begun + refreshed + resumed = look-ups of the first tier below + refound + dropped
 *   misses of each tier = look-ups of the next one + broken off
 *   misses of the last = loads + loadFailures + awaited + unloaded + undone + broken off
 * </pre>
 *
 * <p>Steps under way are counted separately, in {@link #gathered}, {@link #asking}, {@link
 * #waiting} and {@link #loading}. <b>Threads.</b> Any.
 */
final class FetchCounts {
  /** Asks of calls for many keys whose turn has not come. */
  final LongAdder gathered = new LongAdder();

  /** Asks that have neither joined nor begun a flight yet. */
  final LongAdder asking = new LongAdder();

  /** Asks made once more, since the thread that was waited for was interrupted. */
  final LongAdder repeated = new LongAdder();

  /** Asks that wait for another's flight. */
  final LongAdder joined = new LongAdder();

  /** Flights begun for callers. */
  final LongAdder begun = new LongAdder();

  /** Asks within a budget that end with near, for there is nothing below. */
  final LongAdder unasked = new LongAdder();

  /** Flights begun to load a value once more. */
  final LongAdder refreshed = new LongAdder();

  /** Flights that look below a second time, since the first was broken off. */
  final LongAdder resumed = new LongAdder();

  /** Flights that have not looked below yet. */
  final LongAdder waiting = new LongAdder();

  /** Flights that near answers, filled by another meanwhile. */
  final LongAdder refound = new LongAdder();

  /** Flights that end before they look below. */
  final LongAdder dropped = new LongAdder();

  /** Flights that no tier answers, and that are neither loaded nor over. */
  final LongAdder loading = new LongAdder();

  /** Calls of the loader that returned. */
  final LongAdder loads = new LongAdder();

  /** Calls of the loader that threw, or gave what cannot be kept. */
  final LongAdder loadFailures = new LongAdder();

  /** Flights that another process loaded for. */
  final LongAdder awaited = new LongAdder();

  /** Flights that end below the last tier, for there is no loader. */
  final LongAdder unloaded = new LongAdder();

  /** Flights that end before the loader is called. */
  final LongAdder undone = new LongAdder();

  /** Returns the residue of each law, by the law's name. */
  Map<String, Long> residues(MeasuredNear near, List<MeasuredTier> tiers) {
    Map<String, Long> residues = new LinkedHashMap<>();
    residues.put("near", near.residue());
    residues.put(
        "near to flights",
        Law.residue(
            () -> near.misses() + repeated.sum(),
            sum(joined, begun, unasked),
            sum(gathered, asking)));
    LongSupplier flown = sum(begun, refreshed, resumed);
    if (tiers.isEmpty()) {
      residues.put(
          "flights to loader",
          Law.residue(
              flown,
              sum(refound, dropped, loads, loadFailures, awaited, unloaded, undone),
              sum(waiting, loading)));
      return residues;
    }
    MeasuredTier first = tiers.getFirst();
    residues.put(
        "flights to " + first.name(),
        Law.residue(
            flown, () -> first.counts().lookups() + refound.sum() + dropped.sum(), waiting::sum));
    MeasuredTier above = first;
    for (MeasuredTier tier : tiers) {
      if (tier != first) {
        residues.put(
            above.name() + " to " + tier.name(), below(above, tier.counts()::lookups, () -> 0));
      }
      residues.put(tier.name(), tier.counts().residue());
      above = tier;
    }
    residues.put(
        above.name() + " to loader",
        below(above, sum(loads, loadFailures, awaited, unloaded, undone), loading::sum));
    return residues;
  }

  private static long below(MeasuredTier above, LongSupplier out, LongSupplier underWay) {
    TierCounts counts = above.counts();
    return Law.residue(counts::misses, () -> out.getAsLong() + counts.brokenOff(), underWay);
  }

  private static LongSupplier sum(LongAdder... counts) {
    return () -> {
      long sum = 0;
      for (LongAdder count : counts) {
        sum += count.sum();
      }
      return sum;
    };
  }
}
