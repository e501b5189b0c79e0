package io.nfcs.lab.semantic;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.semantic.SemanticCache;
import io.nfcs.semantic.SemanticHit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An evaluation of a real semantic cache with labelled texts, once for each threshold: each text is
 * looked up and then stored; of a pair the second is looked up where the first alone is kept.
 */
final class SemanticEvaluation {
  /** Thresholds to evaluate. */
  public static final List<Double> THRESHOLDS =
      List.of(0.70, 0.75, 0.80, 0.85, 0.90, 0.92, 0.94, 0.95, 0.96, 0.98, 0.99);

  private final NfcsConfig config;
  private final LabelledTexts labelled;

  /**
   * An evaluation.
   *
   * @param config section {@code semantic}
   */
  public SemanticEvaluation(NfcsConfig config, LabelledTexts labelled) {
    this.config = config.with("semantic.max_entries", "100000000").with("semantic.ttl_millis", "0");
    this.labelled = labelled;
  }

  /** Returns the result of a threshold. */
  public ThresholdResult at(double threshold) {
    try (SemanticCache<String> cache = SemanticCache.open(config, Codec.text())) {
      return labelled.pairs().isEmpty() ? texts(cache, threshold) : pairs(cache, threshold);
    }
  }

  private ThresholdResult texts(SemanticCache<String> cache, double threshold) {
    Set<String> known = new HashSet<>();
    long same = 0;
    long hits = 0;
    long right = 0;
    for (LabelledTexts.Text text : labelled.texts()) {
      SemanticHit<String> hit = cache.findSimilar(text.text(), SemanticCache.ANY, threshold);
      hits += hit == null ? 0 : 1;
      right += hit != null && hit.result().equals(text.category()) ? 1 : 0;
      same += known.add(text.category()) ? 0 : 1;
      cache.store(text.text(), text.category());
    }
    return new ThresholdResult(threshold, labelled.texts().size(), same, hits, right);
  }

  private ThresholdResult pairs(SemanticCache<String> cache, double threshold) {
    long same = 0;
    long hits = 0;
    long right = 0;
    for (LabelledTexts.Pair pair : labelled.pairs()) {
      cache.store(pair.first(), "");
      boolean isHit = cache.findSimilar(pair.second(), SemanticCache.ANY, threshold) != null;
      cache.remove(pair.first(), SemanticCache.ANY);
      same += pair.isSame() ? 1 : 0;
      hits += isHit ? 1 : 0;
      right += isHit && pair.isSame() ? 1 : 0;
    }
    return new ThresholdResult(threshold, labelled.pairs().size(), same, hits, right);
  }
}
