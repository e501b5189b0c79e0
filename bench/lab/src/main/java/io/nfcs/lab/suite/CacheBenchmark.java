package io.nfcs.lab.suite;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.command.Progress;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.Grid;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.pipeline.timing.Quantiles;
import io.nfcs.semantic.SemanticCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Benchmark of a cache: duration of a hit by tier, share of a hundred entries that are found again,
 * and duration of a look-up by meaning.
 */
final class CacheBenchmark implements Component {
  private static final List<String> TIERS = List.of("near", "offheap", "disk");
  private static final int KEYS = 1000;
  private static final int FIRST_KEYS = 100;
  private static final int NEAR_BATCH = 100;
  private static final double MICROS_PER_SECOND = 1e6;

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public String shows() {
    return "hits by tier, hit ratio of a hundred entries, look-up by meaning";
  }

  @Override
  public boolean isEnabled(BenchSettings settings) {
    return settings.cacheBenchmarks().enabled();
  }

  @Override
  public double seconds(BenchSettings settings) {
    return settings.cacheBenchmarks().testDuration();
  }

  @Override
  public List<Measurement> run(SuiteContext context, Progress progress) throws IOException {
    NfcsConfig config = context.config().with("grid.thin_client_port", "0");
    for (String tier : TIERS) {
      config = config.with("caches.bench-" + tier + ".tiers", "[" + tier + "]");
    }
    BenchSettings settings = context.settings();
    double each = seconds(settings) / (TIERS.size() + 1);
    List<Measurement> measurements = new ArrayList<>();
    try (ScratchFolder folder = ScratchFolder.create();
        Grid grid = Grid.start(folder.path(), config)) {
      measurements.add(hitRatio(grid, settings));
      for (int i = 0; i < TIERS.size(); i++) {
        progress.at(i / (TIERS.size() + 1.0), "tier " + TIERS.get(i));
        measurements.addAll(hits(grid, TIERS.get(i), settings, each));
      }
    }
    progress.at(TIERS.size() / (TIERS.size() + 1.0), "look-up by meaning");
    measurements.add(meaning(config, settings, each));
    return measurements;
  }

  /**
   * Returns the share of hits when a hundred entries are put and read again, as in the original
   * system's own test.
   */
  private static Measurement hitRatio(Grid grid, BenchSettings settings) {
    try (TieredCache<Long, byte[]> cache =
        grid.cache(CacheSpec.of("bench-ratio", Codec.number(), Codec.bytes()))) {
      for (long key = 0; key < FIRST_KEYS; key++) {
        cache.put(key, new byte[settings.cacheBenchmarks().valueBytes()]);
      }
      int found = 0;
      for (long key = 0; key < FIRST_KEYS; key++) {
        found += cache.get(key) == null ? 0 : 1;
      }
      return Measurement.of("cache_hit_ratio", (double) found / FIRST_KEYS, "")
          .target(Bound.atLeast(settings.targets().cacheHitRatio()));
    }
  }

  private static List<Measurement> hits(
      Grid grid, String tier, BenchSettings settings, double seconds) {
    try (TieredCache<Long, byte[]> cache =
            grid.cache(CacheSpec.of("bench-" + tier, Codec.number(), Codec.bytes()));
        Lease lease = cache.lease()) {
      for (long key = 0; key < KEYS; key++) {
        cache.put(key, new byte[settings.cacheBenchmarks().valueBytes()]);
      }
      long[] next = new long[1];
      Quantiles hit =
          Timing.of(
                  seconds,
                  tier.equals("near") ? NEAR_BATCH : 1,
                  () -> {
                    cache.get(next[0]++ % KEYS, lease);
                    lease.release();
                  })
              .duration();
      CacheStatistics statistics = cache.statistics();
      if (statistics.tier(tier).misses() > 0) {
        throw new IllegalStateException("tier " + tier + " has lost entries: " + statistics);
      }
      Measurement median = Measurement.of(tier + "_hit_p50", hit.p50(), "us");
      return List.of(
          tier.equals("near") ? median.goal(Bound.atMost(settings.goals().nearHitP50())) : median,
          Measurement.of(tier + "_hit_p99", hit.p99(), "us"));
    }
  }

  private static Measurement meaning(NfcsConfig config, BenchSettings settings, double seconds) {
    try (SemanticCache<Long> cache = SemanticCache.open(config, Codec.number())) {
      cache.store("Hello world", 1L);
      Quantiles search =
          Timing.of(
                  seconds,
                  1,
                  () -> {
                    if (cache.findSimilar("Hi world", SemanticCache.ANY, 0.8) == null) {
                      throw new IllegalStateException("'Hi world' does not find 'Hello world'");
                    }
                  })
              .duration();
      return Measurement.of("semantic_search_p99", search.p99() / MICROS_PER_SECOND, "s")
          .target(Bound.atMost(settings.targets().semanticSearchTime()));
    }
  }
}
