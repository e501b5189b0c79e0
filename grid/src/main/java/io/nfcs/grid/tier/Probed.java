package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import io.nfcs.grid.near.NearLease;

/** A key made ready for a change of the cache. */
record Probed(NearLease lease) implements AutoCloseable {
  CacheKey key() {
    return lease.probe().key();
  }

  byte[] bytes() {
    return lease.probe().toArray();
  }

  @Override
  public void close() {
    lease.close();
  }
}
