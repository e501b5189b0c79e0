package io.nfcs.grid.tier;

import io.nfcs.grid.near.KeyProbe;
import io.nfcs.tier.CacheKey;

/**
 * A key as the tiers know it.
 *
 * @param key its digest
 * @param bytes its canonical bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Probed(CacheKey key, byte[] bytes) {
  /** Returns a copy of the key of a probe. */
  static Probed of(KeyProbe probe) {
    return new Probed(probe.key().copy(), probe.toArray());
  }
}
