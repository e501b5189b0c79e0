package io.nfcs.cache;

import java.util.Map;

/**
 * Counts of one tier of a cache since the cache was opened, and the size of its content.
 *
 * <p>Law: {@code lookups = hits + misses}. A hit is an entry that could be served; a dead, invalid
 * or broken one is a miss.
 *
 * @param tier name of the tier
 * @param lookups keys it was asked for
 * @param hits keys it had
 * @param misses keys it had not
 * @param stores entries it took
 * @param evictions entries it dropped for lack of room; 0 below near, where they are not counted
 * @param expirations entries it dropped because their time was over
 * @param failures calls that threw because the tier did not answer, or not in time
 * @param refusals calls that the tier has answered with an error, by its kind; of near the entries
 *     it has not taken, since a slab is shorter ({@code LENGTH}) or leases hold the memory ({@code
 *     ROOM})
 * @param corrupt entries whose bytes did not match their checksum, their key or their codec
 * @param foreign entries of another version of the cache or its codecs, which it does not show
 * @param late look-ups that were not made because it would not have answered within the budget
 * @param entries entries it holds, -1 if that is not known without reading them all, or while the
 *     tier is away
 * @param bytes bytes it holds, -1 as for {@code entries}
 * @param limitBytes most bytes of near; 0 for a tier below it
 * @param p50Nanos median time of a look-up, 0 before the first
 * @param p99Nanos time of a look-up that 99 of 100 recent ones do not exceed, 0 before the first
 */
public record TierStatistics(
    String tier,
    long lookups,
    long hits,
    long misses,
    long stores,
    long evictions,
    long expirations,
    long failures,
    Map<String, Long> refusals,
    long corrupt,
    long foreign,
    long late,
    long entries,
    long bytes,
    long limitBytes,
    long p50Nanos,
    long p99Nanos) {}
