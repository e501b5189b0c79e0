package io.nfcs.bench.tune;

import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured of a cache.
 *
 * @param name its name
 * @param nearBytes limit of its near tier
 * @param lookups look-ups there were
 * @param hitRatio share of them that near answered
 * @param predicted the same for a near tier so many times as large, by the curve of reuse distances
 */
public record CacheMeasure(
    String name, long nearBytes, long lookups, double hitRatio, Map<Integer, Double> predicted) {
  private static final int[] FACTORS = {2, 4, 8, 16};

  static CacheMeasure of(TieredCache<?, ?> cache) {
    CacheStatistics statistics = cache.statistics();
    TierStatistics near = statistics.tiers().getFirst();
    Map<Integer, Double> predicted = new TreeMap<>();
    for (int factor : FACTORS) {
      predicted.put(factor, cache.hitRateAt(near.tier(), factor));
    }
    return new CacheMeasure(
        cache.name(),
        near.limitBytes(),
        near.lookups(),
        near.lookups() == 0 ? Double.NaN : (double) near.hits() / near.lookups(),
        predicted);
  }
}
