package io.nfcs.grid.tier;

import io.nfcs.tier.CacheKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that is being fetched, and the result.
 *
 * <p><b>Threads.</b> The thread that fetches.
 */
final class Wanted {
  final CacheKey key;
  final byte[] keyBytes;
  final Flight flight;

  /**
   * Whether the key is fetched to be loaded again, so that an entry due for that does not count.
   */
  final boolean isRefresh;

  @Nullable Found found;

  /** Number of the changes of the key before the tier was asked that is asked last. */
  long changes;

  /** Whether a tier that may have it has not answered. */
  boolean isUnanswered;

  Wanted(Probed probed, Flight flight, boolean isRefresh) {
    key = probed.key();
    keyBytes = probed.bytes();
    this.flight = flight;
    this.isRefresh = isRefresh;
  }
}
