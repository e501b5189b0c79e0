package io.nfcs.semantic;

import io.nfcs.semantic.text.Reading;

/**
 * A property that two texts must share, however large their cosine is, for the result of one to
 * serve the other.
 */
public enum Guard {
  /** The same numbers with the same units, and the same parts of dates. */
  NUMBERS,

  /** Both or neither negated. */
  NEGATION,

  /** No word of one text is the opposite of a word of the other. */
  ANTONYMS,

  /** The shared words are in the same order. */
  ORDER,

  /** Different questions differ: what, who, where, when, why, how and whether. */
  QUESTION,

  /** The same quoted parts, code, addresses and paths. */
  QUOTES;

  boolean agrees(Reading asked, Reading kept) {
    return switch (this) {
      case NUMBERS -> asked.hasSameAmounts(kept);
      case NEGATION -> asked.isNegatedLike(kept);
      case ANTONYMS -> asked.hasNoOppositeIn(kept);
      case ORDER -> asked.hasOrderOf(kept);
      case QUESTION -> asked.hasQuestionOf(kept);
      case QUOTES -> asked.hasSameQuotes(kept);
    };
  }
}
