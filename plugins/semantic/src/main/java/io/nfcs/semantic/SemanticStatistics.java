package io.nfcs.semantic;

import io.nfcs.counters.Law;
import io.nfcs.counters.Metrics;
import io.nfcs.semantic.SemanticHit.Match;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counters of a semantic cache since it was opened, and its size.
 *
 * <p>Law: {@code lookups} = sum of {@code hits} + {@code misses} + look-ups under way.
 *
 * @param lookups look-ups of texts
 * @param hits look-ups with a result, by kind of match
 * @param misses look-ups without a result, or that failed
 * @param approximate look-ups in graphs, which find most of the nearest, not always all
 * @param refused candidates near enough that a guard refused, by guard
 * @param stores stored entries
 * @param evictions entries evicted for lack of room
 * @param expirations entries removed because their time was over
 * @param right hits that were said to be right
 * @param wrong hits that were said to be wrong
 * @param entries current entries
 * @param texts different texts among the entries
 * @param bytes memory of the entries, and of the index as far as it is used
 * @param failures changes that a durable cache could not keep, or has yet to bring to its index
 * @param residue residue of the law, 0 unless a count is wrong
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
   * Adds the counters to the metrics of a run.
   *
   * @param cache name of the cache
   * @param now source of the counters, such as {@code semanticCache::statistics}
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
