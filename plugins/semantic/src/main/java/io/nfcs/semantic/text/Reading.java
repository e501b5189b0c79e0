package io.nfcs.semantic.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Properties of a text that guards compare. They are found by tables and rules of English words;
 * words of other languages are compared as they are.
 *
 * @param stems of all words
 * @param content stems without words of grammar, in their order
 * @param amounts numbers with their units, units alone, and parts of dates, sorted
 * @param negations for each word that negates the modal verb before it, or nothing
 * @param question kind of answer it asks for
 * @param quotes quoted parts, code, addresses and paths, sorted
 */
public record Reading(
    List<String> stems,
    List<String> content,
    List<String> amounts,
    List<String> negations,
    Question question,
    List<String> quotes) {

  private static final Pattern QUOTED =
      Pattern.compile(
          "\"([^\"]+)\"|\u201c([^\u201d]+)\u201d|\u00ab([^\u00bb]+)\u00bb|`([^`]+)`"
              + "|(?<![\\p{L}\\p{N}])'([^']+)'(?![\\p{L}\\p{N}])"
              + "|(\\w+://\\S+|[\\w.+-]+@[\\w-]+\\.[\\w.-]+|(?<!\\w)[~.]?(?:/[\\w.-]+){2,})");

  private static final Set<String> NEGATIONS =
      Set.of(
          "not", "no", "never", "none", "neither", "nor", "nobody", "nothing", "nowhere", "without",
          "hardly", "barely", "unless", "except", "lack", "lacks", "fail", "fails", "failed");

  private static final Map<String, String> MODALS =
      Map.of(
          "can", "can", "could", "can", "will", "will", "would", "will", "shall", "shall", "should",
          "shall", "must", "shall", "may", "may", "might", "may");

  /** Words between a number and its unit, as in half a litre. */
  private static final Set<String> BEFORE_UNIT = Set.of("a", "an", "of");

  private static final Set<String> GRAMMAR =
      Set.of(
          "a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "am", "do", "does",
          "did", "have", "has", "had", "can", "could", "will", "would", "shall", "should", "may",
          "might", "must", "to", "of", "in", "on", "at", "by", "for", "from", "with", "as", "and",
          "or", "but", "if", "that", "this", "these", "those", "it", "its", "i", "me", "my", "mine",
          "we", "us", "our", "you", "your", "he", "she", "they", "them", "their", "his", "her",
          "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "there", "here",
          "so", "than", "then", "too", "very", "just", "please", "about", "into", "also", "any",
          "some", "not", "no");

  /** Reads a text. */
  public static Reading of(String text) {
    List<String> words = Words.of(text);
    List<String> stems = new ArrayList<>(words.size());
    List<String> content = new ArrayList<>(words.size());
    List<String> amounts = new ArrayList<>();
    List<String> negations = new ArrayList<>();
    String number = "";
    String before = "";
    for (String word : words) {
      boolean isNumber = Numbers.isNumber(word);
      String unit = Units.named(word, !number.isEmpty());
      String stem = isNumber ? Numbers.canonical(word) : unit.isEmpty() ? Stem.of(word) : unit;
      stems.add(stem);
      if (!GRAMMAR.contains(word)) {
        content.add(stem);
      }
      if (NEGATIONS.contains(word)) {
        negations.add(MODALS.getOrDefault(before, ""));
      }
      if (!unit.isEmpty()) {
        amounts.add(number + unit);
        number = "";
      } else if (isNumber || !BEFORE_UNIT.contains(word)) {
        addNumber(number, amounts);
        number = isNumber ? stem + " " : "";
      }
      before = word;
    }
    addNumber(number, amounts);
    amounts.sort(null);
    return new Reading(stems, content, amounts, negations, Question.of(words), quotes(text));
  }

  /** Returns whether both texts have the same numbers and units. */
  public boolean hasSameAmounts(Reading other) {
    return amounts.equals(other.amounts);
  }

  /** Returns whether both or neither text is negated; cannot differs from will not. */
  public boolean isNegatedLike(Reading other) {
    if (negations.size() == 1 && other.negations.size() == 1) {
      return negations.equals(other.negations);
    }
    return negations.size() % 2 == other.negations.size() % 2;
  }

  /** Returns whether no word of one text alone is the opposite of a word of the other alone. */
  public boolean hasNoOppositeIn(Reading other) {
    Set<String> ours = new HashSet<>(stems);
    Set<String> theirs = new HashSet<>(other.stems);
    other.stems.forEach(ours::remove);
    stems.forEach(theirs::remove);
    return ours.stream().noneMatch(a -> theirs.stream().anyMatch(b -> Antonyms.are(a, b)));
  }

  /** Returns whether the words that occur once in each text are in the same order. */
  public boolean hasOrderOf(Reading other) {
    return shared(content, other.content).equals(shared(other.content, content));
  }

  /** Returns whether both texts may ask for the same kind of answer. */
  public boolean hasQuestionOf(Reading other) {
    return question.isLike(other.question);
  }

  /** Returns whether both texts quote the same. */
  public boolean hasSameQuotes(Reading other) {
    return quotes.equals(other.quotes);
  }

  /** Returns whether the words of both texts are the same. */
  public boolean hasSameWords(Reading other) {
    return stems.equals(other.stems);
  }

  /** Returns whether the words of both texts are the same except for synonyms. */
  public boolean isSameBySynonyms(Reading other) {
    return stems.stream()
        .map(Synonyms::of)
        .toList()
        .equals(other.stems.stream().map(Synonyms::of).toList());
  }

  static boolean isGrammar(String word) {
    return GRAMMAR.contains(word);
  }

  static boolean isNegation(String word) {
    return NEGATIONS.contains(word);
  }

  private static List<String> shared(List<String> words, List<String> others) {
    return words.stream()
        .filter(word ->
            Collections.frequency(words, word) == 1 && Collections.frequency(others, word) == 1)
        .toList();
  }

  private static void addNumber(String number, List<String> amounts) {
    if (!number.isEmpty()) {
      amounts.add(number);
    }
  }

  private static List<String> quotes(String text) {
    List<String> quotes = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      for (int group = 1; group <= quoted.groupCount(); group++) {
        if (quoted.group(group) != null) {
          quotes.add(quoted.group(group).strip());
        }
      }
    }
    quotes.sort(null);
    return quotes;
  }
}
