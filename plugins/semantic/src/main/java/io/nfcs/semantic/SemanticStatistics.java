package io.nfcs.semantic;

import io.nfcs.semantic.SemanticHit.Match;
import java.util.Map;

/**
 * What a semantic cache has done since it was opened, and what it holds.
 *
 * <p>Law: {@code lookups} = sum of {@code hits} + {@code misses}.
 *
 * @param lookups texts it was asked for
 * @param hits those that it had, by what made the texts the same
 * @param misses those that it had not
 * @param approximate look-ups in graphs, which find most of the nearest and not surely all
 * @param refused candidates near enough that a guard refused, by guard
 * @param stores entries it took
 * @param evictions entries it dropped for want of room
 * @param expirations entries it dropped because their time was over
 * @param right hits that were said to be right
 * @param wrong hits that were said to be wrong
 * @param entries entries it holds
 * @param texts different texts among them
 * @param bytes memory of the entries, and of the index as far as it is used
 * @param failures changes that a durable cache could not keep, or has yet to bring to its index
 */
public record SemanticStatistics(
    long lookups,
    Map<Match, Long> hits,
    long misses,
    long approximate,
    Map<Guard, Long> refused,
    long stores,
    long evictions,
    long expirations,
    long right,
    long wrong,
    long entries,
    long texts,
    long bytes,
    long failures) {}
