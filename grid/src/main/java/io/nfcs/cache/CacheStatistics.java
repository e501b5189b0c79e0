package io.nfcs.cache;

import java.util.List;

/**
 * What a cache has done since it was opened.
 *
 * <p>Laws, once no call is under way: look-ups of the first tier below near = misses of near −
 * {@code joined} − {@code late}; look-ups of each further tier = misses of the one above − its own
 * {@code late}; {@code loads} + {@code awaited} ≤ misses of the last tier.
 *
 * @param tiers from near downward
 * @param loads calls of the loader that returned
 * @param loadFailures calls of the loader that threw
 * @param joined look-ups that waited for another's load of the same key
 * @param awaited look-ups that another process loaded meanwhile
 * @param late look-ups that the budget ended
 * @param refreshes loads ahead of time or of stale entries
 * @param overtaken loads that an invalidation overtook, so that their value was not kept
 * @param leaks leases that were forgotten while they held a value
 * @param warmed entries that were brought up into near since the start, before anybody asked
 * @param compression what compressing values has saved
 * @param unheardNanos how long ago this process last had heard of every change by another: no
 *     look-up has missed one that is older; 0 if no tier is shared
 */
public record CacheStatistics(
    List<TierStatistics> tiers,
    long loads,
    long loadFailures,
    long joined,
    long awaited,
    long late,
    long refreshes,
    long overtaken,
    long leaks,
    long warmed,
    CompressionStatistics compression,
    long unheardNanos) {
  /** The statistics of a tier. */
  public TierStatistics tier(String name) {
    return tiers.stream()
        .filter(tier -> tier.tier().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is no tier, there are " + tiers));
  }
}
