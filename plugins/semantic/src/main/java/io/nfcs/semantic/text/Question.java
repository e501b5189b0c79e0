package io.nfcs.semantic.text;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kind of answer that a text asks for, by its first word. */
enum Question {
  WHAT,
  WHO,
  WHERE,
  WHEN,
  WHY,
  HOW,
  WHETHER,
  /** No question: a statement or a request. */
  NONE,
  /** Words without a sentence, which may ask for anything. */
  OPEN;

  private static final Map<String, Question> BEGINNINGS =
      Map.of(
          "what", WHAT, "which", WHAT, "who", WHO, "whom", WHO, "whose", WHO, "where", WHERE,
          "when", WHEN, "why", WHY, "how", HOW);

  private static final Set<String> VERBS =
      Set.of(
          "do", "does", "did", "is", "are", "am", "was", "were", "have", "has", "had", "can",
          "could", "will", "would", "shall", "should", "may", "might", "must");

  private static final Set<String> SUBJECTS =
      Set.of("i", "we", "you", "he", "she", "they", "it", "my", "our", "there", "this", "that");

  /** Words before a question that say nothing of it. */
  private static final Set<String> OPENERS =
      Set.of(
          "please", "hello", "hi", "hey", "so", "ok", "okay", "well", "and", "but", "tell", "me",
          "know");

  static Question of(List<String> words) {
    for (String word : words) {
      if (BEGINNINGS.containsKey(word)) {
        return BEGINNINGS.getOrDefault(word, OPEN);
      }
      if (VERBS.contains(word)) {
        return WHETHER;
      }
      if (!OPENERS.contains(word)) {
        return SUBJECTS.contains(word) ? NONE : OPEN;
      }
    }
    return OPEN;
  }

  boolean isLike(Question other) {
    return this == other || this == OPEN || other == OPEN;
  }
}
