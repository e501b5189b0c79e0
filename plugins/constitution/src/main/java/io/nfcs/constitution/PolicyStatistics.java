package io.nfcs.constitution;

/**
 * Counts of a policy cache.
 *
 * <p>Law: {@code decisions} = {@code hits} + {@code misses} + {@code evaluated}.
 *
 * @param decisions contexts judged
 * @param hits verdicts found in the cache
 * @param misses verdicts evaluated and then kept
 * @param evaluated verdicts evaluated without the cache
 * @param epoch of the policies
 * @param violations violations recorded
 * @param residue difference of the law's two sides, 0 unless a count is wrong
 */
public record PolicyStatistics(
    long decisions,
    long hits,
    long misses,
    long evaluated,
    long epoch,
    long violations,
    long residue) {}
