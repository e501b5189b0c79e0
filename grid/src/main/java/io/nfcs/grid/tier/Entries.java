package io.nfcs.grid.tier;

import io.nfcs.cache.CacheSpec;
import io.nfcs.codec.Codec;
import io.nfcs.grid.near.NearLease;
import io.nfcs.grid.near.NearTier;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conversion of keys and values of a cache to the entries of its tiers: encoded, with times and
 * tags.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with an {@link IllegalArgumentException} on keys, values and
 * tags larger than the settings allow.
 */
record Entries<K, V>(
    CacheSpec<K, V> spec,
    NearTier near,
    Lifetimes lifetimes,
    Invalidations invalidations,
    EntryLimits limits) {

  /** Returns a key as the tiers know it. */
  Probed probe(K key) {
    return probe(spec.keys(), key);
  }

  /** Returns the key of canonical bytes as the tiers know it. */
  Probed probe(byte[] keyBytes) {
    return probe(Codec.bytes(), keyBytes);
  }

  private <T> Probed probe(Codec<T> codec, T key) {
    try (NearLease lease = near.borrow()) {
      lease.probe().set(codec, key);
      return Probed.of(lease.probe());
    }
  }

  /**
   * Returns an entry, for the tiers or for waiting callers.
   *
   * @param value {@code null} if the key has none
   * @param bornNanos time of its put, or of the beginning of its load
   * @param liveMillis 0 for ever; without a value it is as the settings say
   * @param stamp stamp of the invalidations at that time
   * @param origin number of the loader among the tiers
   */
  Found entry(
      CacheKey key,
      @Nullable V value,
      long bornNanos,
      long liveMillis,
      long stamp,
      List<String> tags,
      int origin) {
    EntryTimes times =
        value == null
            ? lifetimes.ofNothing(bornNanos, stamp)
            : lifetimes.ofValue(key, bornNanos, liveMillis, spec.loader().isPresent(), stamp);
    limits.tags(tags);
    Tag[] all = invalidations.tags(tags);
    byte[] bytes = value == null ? null : Found.bytes(spec.values(), value);
    return new Found(bytes, times, all, origin);
  }
}
