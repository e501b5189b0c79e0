package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that is being fetched, and what has come of it.
 *
 * <p><b>Threads.</b> The one that fetches.
 */
final class Wanted {
  final CacheKey key;
  final byte[] keyBytes;
  final Flight flight;
  @Nullable Found found;

  /** Whether a tier that may have it has not answered. */
  boolean isUnanswered;

  Wanted(CacheKey key, byte[] keyBytes, Flight flight) {
    this.key = key;
    this.keyBytes = keyBytes;
    this.flight = flight;
  }
}
