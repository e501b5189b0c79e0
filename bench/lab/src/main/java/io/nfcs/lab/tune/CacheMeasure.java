package io.nfcs.lab.tune;

import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measurements of a tier of a cache.
 *
 * @param cache name of the cache
 * @param tier name of the tier
 * @param limitBytes most bytes it may hold
 * @param lookups look-ups that the cache had
 * @param hitRatio share of them that this tier or one above it answered
 * @param predicted predicted hit ratio of larger tiers by their factor, by the curve of reuse
 *     distances
 */
record CacheMeasure(
    String cache,
    String tier,
    long limitBytes,
    long lookups,
    double hitRatio,
    SortedMap<Integer, Double> predicted) {
  private static final int[] FACTORS = {2, 4, 8, 16};

  /**
   * Returns the measurements of the tiers of a cache that have a size of their own, from near
   * downward.
   */
  static List<CacheMeasure> of(TieredCache<?, ?> cache) {
    List<TierStatistics> tiers = cache.statistics().tiers();
    long lookups = tiers.getFirst().lookups();
    return tiers.stream()
        .filter(tier -> tier.entries() >= 0 && tier.limitBytes() > 0)
        .map(tier -> of(cache, tier, lookups))
        .toList();
  }

  private static CacheMeasure of(TieredCache<?, ?> cache, TierStatistics tier, long lookups) {
    SortedMap<Integer, Double> predicted = new TreeMap<>();
    for (int factor : FACTORS) {
      predicted.put(factor, cache.hitRateAt(tier.tier(), factor));
    }
    return new CacheMeasure(
        cache.name(),
        tier.tier(),
        tier.limitBytes(),
        lookups,
        lookups == 0 ? Double.NaN : cache.hitRateAt(tier.tier(), 1),
        predicted);
  }

  /**
   * Returns whether the tier is memory of this JVM, which ticks that are executed again use as
   * well.
   */
  boolean isNear() {
    return tier.equals("near");
  }
}
