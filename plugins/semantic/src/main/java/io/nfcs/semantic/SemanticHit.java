package io.nfcs.semantic;

/**
 * Result for a text of the same meaning.
 *
 * @param <V> results
 * @param text text for which it was stored
 * @param context context for which it was stored
 * @param result an object of the caller's own
 * @param similarity cosine of the two texts, 1 if they are the same
 * @param ageNanos time since it was stored
 * @param match kind of match between the texts
 */
public record SemanticHit<V>(
    String text, String context, V result, double similarity, long ageNanos, Match match) {

  /** Kind of match between two texts, from the surest to the least sure. */
  public enum Match {
    /** The texts are the same, character by character. */
    TEXT,
    /** The words are the same, except for case, punctuation, accents and inflection. */
    WORDS,
    /** The words are the same, except for synonyms of the table. */
    SYNONYMS,
    /** The vectors are near enough. */
    VECTOR
  }
}
