package io.nfcs.grid;

import io.nfcs.cache.CacheOpener;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.tier.Caches;

/**
 * Caches without a node: of the configured tiers they have only near, and they start empty.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its caches: those that are open are closed with it.
 */
public final class NearCaches implements CacheOpener, AutoCloseable {
  private static final String NEAR = "[near]";

  private final Caches caches;

  /** Creates an opener without caches. */
  public NearCaches(NfcsConfig config) {
    NfcsConfig near = config.with("cache.tiers", NEAR);
    for (String name : config.memberNames("caches")) {
      near = near.with("caches." + name + ".tiers", NEAR);
    }
    caches = new Caches(new Caches.Context(near));
  }

  @Override
  public <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec) {
    return caches.open(spec);
  }

  @Override
  public void close() {
    caches.close();
  }
}
