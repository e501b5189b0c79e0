package io.nfcs.constitution;

/**
 * What a policy cache has done.
 *
 * <p>Law: {@code decisions} = {@code hits} + {@code misses} + {@code again}.
 *
 * @param decisions contexts judged
 * @param hits verdicts that were known
 * @param misses verdicts worked out and then kept
 * @param again verdicts worked out because nothing was to be kept
 * @param epoch of the policies
 * @param violations violations recorded
 * @param residue what the law leaves over, 0 unless a count is wrong
 */
public record PolicyStatistics(
    long decisions, long hits, long misses, long anew, long epoch, long violations, long residue) {}
