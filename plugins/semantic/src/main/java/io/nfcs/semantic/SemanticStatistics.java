package io.nfcs.semantic;

import io.nfcs.counters.Law;
import io.nfcs.counters.Metrics;
import io.nfcs.semantic.SemanticHit.Match;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a semantic cache has done since it was opened, and what it holds.
 *
 * <p>Law: {@code lookups} = sum of {@code hits} + {@code misses} + look-ups under way.
 *
 * @param lookups texts it was asked for
 * @param hits those that it had, by what made the texts the same
 * @param misses those that it had not, or could not look for
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
 * @param residue what the law leaves over, 0 unless a count is wrong
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
    long failures,
    long residue) {
  /**
   * Adds them to the metrics of a run.
   *
   * @param cache name of the cache
   * @param now where they come from, such as {@code semanticCache::statistics}
   */
  public static void tell(Metrics metrics, String cache, Supplier<SemanticStatistics> now) {
    Map<String, String> labels = Map.of("cache", cache);
    metrics.counter("nfcs_semantic_lookups", "Texts asked for.", labels, () -> now.get().lookups());
    metrics.counter("nfcs_semantic_misses", "Texts not found.", labels, () -> now.get().misses());
    metrics.counter("nfcs_semantic_stores", "Texts stored.", labels, () -> now.get().stores());
    metrics.counter(
        "nfcs_semantic_evictions", "Texts that had to go.", labels, () -> now.get().evictions());
    metrics.gauge(
        "nfcs_semantic_entries", "Texts held.", labels, () -> (double) now.get().entries());
    metrics.gauge(
        "nfcs_semantic_bytes", "Memory of them.", labels, () -> (double) now.get().bytes());
    Law.tell(metrics, "semantic look-ups", labels, () -> now.get().residue());
  }
}
