package io.nfcs.grid.tier;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.OperationTimers;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheTier;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A concluded {@link Caches.Context}: defaults are filled in, settings are checked, and the clock
 * that all caches share is made.
 *
 * <p><b>Threads.</b> Any: immutable. <b>Fails</b> with a {@link ConfigException} on a tier that
 * nobody provides.
 *
 * @param providers factories of tiers, by the name of the tier
 * @param registers store of the numbers of invalidations, by name
 * @param memory store of the keys to be warmed up after a start, {@code null} for none
 * @param notes folder of the notes on unsettled changes, {@code null} for none
 */
record CachesContext(
    NfcsConfig config,
    Map<String, Supplier<CacheTier>> providers,
    Function<String, Register> registers,
    @Nullable Supplier<BinaryCache> memory,
    @Nullable Path notes,
    OperationTimers timers,
    CacheClock clock,
    ErrorLog errors) {
  CachesContext {
    providers = Map.copyOf(providers);
    for (Map.Entry<String, CacheSettings> place : CacheSettings.all(config).entrySet()) {
      for (String tier : place.getValue().tiers()) {
        check(place.getKey(), tier, providers);
      }
    }
  }

  private static void check(String place, String tier, Map<String, ?> providers) {
    if (!tier.equals(Assembly.NEAR) && !providers.containsKey(tier)) {
      throw new ConfigException(
          place
              + ".tiers: "
              + tier
              + " is not a tier; allowed: near and "
              + new TreeSet<>(providers.keySet()));
    }
  }

  /** Returns the settings of a cache. */
  CacheSettings settings(String cache) {
    return CacheSettings.of(config, cache);
  }

  /** Returns how many threads fetch for all caches. */
  int threads() {
    return config.section("cache", CacheSettings.class).threads();
  }
}
