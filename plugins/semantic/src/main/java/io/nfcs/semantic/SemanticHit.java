package io.nfcs.semantic;

/**
 * What was kept of a text that says the same.
 *
 * @param <V> results
 * @param text the text that it was kept for
 * @param context in which it holds
 * @param result an object of the caller's own
 * @param similarity cosine of the two texts, 1 if they are the same
 * @param ageNanos time since it was stored
 * @param match what makes the texts the same
 */
public record SemanticHit<V>(
    String text, String context, V result, double similarity, long ageNanos, Match match) {

  /** What makes two texts the same, from the surest to the least. */
  public enum Match {
    /** They are, character by character. */
    TEXT,
    /** Their words are, except for case, punctuation, accents and inflection. */
    WORDS,
    /** Their words are, except for synonyms of the table. */
    SYNONYMS,
    /** Their vectors are near enough. */
    VECTOR
  }
}
