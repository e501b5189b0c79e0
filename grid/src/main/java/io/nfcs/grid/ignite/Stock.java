package io.nfcs.grid.ignite;

import io.nfcs.tier.CacheKey;
import java.util.HashSet;
import java.util.Set;

/**
 * An inventory of what the node has, taken while entries come and go: an entry added meanwhile is
 * known better, and a removed one must not return.
 *
 * <p><b>Threads.</b> One at a time, under the lock of the index. <b>Allocates</b> for each entry
 * that goes while it is taken.
 */
final class Stock {
  /**
   * An entry that the node has.
   *
   * @param deadNanos time of its death
   * @param isOwn whether it is of the cache's identity
   */
  record Entry(CacheKey key, long bytes, long deadNanos, boolean isOwn) {}

  private final Set<CacheKey> gone = new HashSet<>();

  /** Records that an entry has gone. */
  void gone(CacheKey key) {
    gone.add(key);
  }

  boolean hasGone(CacheKey key) {
    return gone.contains(key);
  }
}
