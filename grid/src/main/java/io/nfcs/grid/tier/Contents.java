package io.nfcs.grid.tier;

import io.nfcs.cache.TierStatistics;
import io.nfcs.grid.near.NearTier;
import io.nfcs.tier.CacheKey;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.agrona.concurrent.NanoClock;

/**
 * The content of the tiers of a cache: keys, counts and sizes.
 *
 * <p><b>Threads.</b> Any. A key that is present during a whole scan is seen, even if it moves
 * between tiers.
 */
final class Contents {
  private final Tiers tiers;
  private final NearTier near;
  private final NanoClock clock;

  Contents(Tiers tiers, NanoClock clock) {
    this.tiers = tiers;
    near = tiers.near().near();
    this.clock = clock;
  }

  /** Returns the bytes of all keys that have a value, in the tiers that answer. */
  Collection<byte[]> keys() {
    Map<CacheKey, byte[]> live = new HashMap<>();
    addBelow(tiers.below(), false, live, away -> {});
    addNear(false, live);
    return live.values();
  }

  /** Adds the keys that near has, with their bytes; {@code negative} also those without a value. */
  void addNear(boolean negative, Map<CacheKey, byte[]> keys) {
    near.forEach(entry -> {
      if (!entry.isInvalid()
          && !entry.times().isDead(clock.nanoTime())
          && (negative || !entry.isNegative())) {
        keys.put(entry.key(), entry.keyBytes().toArray(ValueLayout.JAVA_BYTE));
      }
    });
  }

  /**
   * Adds the keys that some tiers below near have, with their bytes; from the lowest up, the
   * direction in which look-ups move entries meanwhile.
   *
   * @param negative whether keys count that have no value
   * @param unscanned receiver of each tier whose scan was not complete
   */
  void addBelow(
      List<MeasuredTier> in,
      boolean negative,
      Map<CacheKey, byte[]> keys,
      Consumer<MeasuredTier> unscanned) {
    for (MeasuredTier tier : in.reversed()) {
      boolean isWhole =
          tier.forEach(entry -> {
            if (negative || entry.found().value() != null) {
              keys.put(entry.key(), entry.keyBytes());
            }
          });
      if (!isWhole) {
        unscanned.accept(tier);
      }
    }
  }

  /** Returns the statistics of near, if values are kept there, and of the tiers below. */
  List<TierStatistics> statistics() {
    List<TierStatistics> all = new ArrayList<>();
    if (tiers.near().isKept()) {
      all.add(tiers.near().statistics());
    }
    tiers.below().forEach(tier -> all.add(tier.statistics()));
    return all;
  }

  /** Returns the time that look-ups of each tier below near have taken in all. */
  Map<String, Long> lookupNanos() {
    return tiers.below().stream()
        .collect(
            Collectors.toUnmodifiableMap(MeasuredTier::name, tier -> tier.counts().busyNanos()));
  }

  /**
   * Returns the share of the look-ups that a tier and those above it would answer at another size.
   *
   * @throws IllegalArgumentException if the cache has no such tier, it does not count its entries,
   *     or the factor is not above 0
   */
  double hitRateAt(String name, double factor) {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor " + factor + "; allowed: numbers above 0");
    }
    List<TierStatistics> all = statistics();
    for (TierStatistics tier : all) {
      if (tier.tier().equals(name) && tier.entries() >= 0) {
        long lookups = all.getFirst().lookups();
        double now = lookups == 0 ? 0 : 1 - (double) tier.misses() / lookups;
        double more =
            near.lruHitRate((long) (factor * tier.entries())) - near.lruHitRate(tier.entries());
        return Math.clamp(now + more, 0, 1);
      }
    }
    throw new IllegalArgumentException(
        name + " is not a tier that counts its entries; allowed: " + counting(all));
  }

  private static List<String> counting(List<TierStatistics> all) {
    return all.stream().filter(tier -> tier.entries() >= 0).map(TierStatistics::tier).toList();
  }
}
