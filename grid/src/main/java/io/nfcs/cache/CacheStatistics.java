package io.nfcs.cache;

import java.util.List;
import java.util.Map;

/**
 * Counts of a cache since it was opened. They are read one after the other while the cache is used,
 * so only {@code residues} compares them exactly.
 *
 * <p>Laws: every event that comes in at a step goes out or is under way. {@code residues} has the
 * rest of each: look-ups of a tier are its hits and misses; misses of near are look-ups that began
 * or joined a fetch; fetches are look-ups of the first tier below, unless near has been filled
 * meanwhile; misses of each tier are look-ups of the next, unless an error ends them; misses of the
 * last are loads.
 *
 * @param tiers from near downward
 * @param loads calls of the loader that returned
 * @param loadFailures calls of the loader that threw
 * @param joined look-ups that waited for another's load of the same key, or asked for it a second
 *     time in one call
 * @param awaited look-ups that another process loaded meanwhile
 * @param late look-ups that the budget ended
 * @param refreshes loads ahead of time or of stale entries
 * @param overtaken loads that an invalidation overtook, so that their value was not kept
 * @param leaks leases that were forgotten while they held a value
 * @param warmed entries that were brought up into near since the start, before anybody asked
 * @param audits hits that were loaded again and compared
 * @param deviations hits among them whose value was another than the loader gave
 * @param compression results of the compression of values
 * @param unheardNanos time since this process last knew every change by others: no look-up has
 *     missed an older one; 0 if no tier is shared
 * @param residues residue of each law, by the law's name, such as {@code near} or {@code near to
 *     flights}; 0 unless a count is wrong or, for a moment, a thread is between two counts. A
 *     closed cache has those of its end
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
    long audits,
    long deviations,
    Compression compression,
    long unheardNanos,
    Map<String, Long> residues) {
  /** Copies the residues. */
  public CacheStatistics {
    residues = Map.copyOf(residues);
  }

  /**
   * Returns the statistics of a tier.
   *
   * @throws IllegalArgumentException if the cache has no such tier
   */
  public TierStatistics tier(String name) {
    return tiers.stream()
        .filter(tier -> tier.tier().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                name
                    + " is not a tier; expected one of "
                    + tiers.stream().map(TierStatistics::tier).toList()));
  }

  /**
   * Results of compression in the tiers below near.
   *
   * @param tried values that were long enough to try
   * @param won values that were stored compressed
   * @param bytesBefore bytes of the values tried
   * @param bytesAfter bytes they were stored in
   */
  public record Compression(long tried, long won, long bytesBefore, long bytesAfter) {}
}
