package io.nfcs.semantic;

import io.nfcs.config.NfcsConfig;
import io.nfcs.semantic.text.WordVectors;

/**
 * Embedder {@code lexical}: deterministic, the same on every machine, and without a model.
 *
 * <p>It compares words, not meaning: texts that differ in case, punctuation, inflection or filler
 * are near each other, true paraphrases in other words are not, except for those of a small table
 * of synonyms. Thresholds below 0.95 are for other embedders.
 */
public final class LexicalEmbedder implements Embedder {
  /** Creates the service. */
  public LexicalEmbedder() {}

  @Override
  public String name() {
    return "lexical";
  }

  @Override
  public void open(NfcsConfig config) {}

  @Override
  public String id() {
    return "lexical-1";
  }

  @Override
  public int dimension() {
    return WordVectors.DIMENSION;
  }

  @Override
  public void embed(String text, float[] vector) {
    WordVectors.embed(text, vector);
  }
}
