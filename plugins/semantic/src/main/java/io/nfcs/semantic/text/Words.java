package io.nfcs.semantic.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of a text as people compare them: lower case, without accents, contractions written out,
 * numbers whole, units apart from their numbers.
 */
final class Words {
  /** A number with inner separators, or a word with inner apostrophes, or a sign that is a word. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])[-+](?=\\p{N})\\p{N}+(?:[.,:/-]\\p{N}+)*\\p{L}*"
              + "|\\p{N}+(?:[.,:/-]\\p{N}+)*\\p{L}*"
              + "|\\p{L}[\\p{L}\\p{N}]*(?:'\\p{L}+)*"
              + "|°[cf]?|[%$€£¥+=*<>]");

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NUMBER_AND_LETTERS =
      Pattern.compile("([-+]?\\p{N}+(?:[.,:/-]\\p{N}+)*)(\\p{L}+)");

  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("%", "percent"),
          Map.entry("$", "dollar"),
          Map.entry("€", "euro"),
          Map.entry("£", "pound"),
          Map.entry("¥", "yen"),
          Map.entry("°", "degree"),
          Map.entry("°c", "celsius"),
          Map.entry("°f", "fahrenheit"),
          Map.entry("+", "plus"),
          Map.entry("=", "equals"),
          Map.entry("*", "times"),
          Map.entry("<", "less"),
          Map.entry(">", "more"));

  private static final Map<String, List<String>> IRREGULAR =
      Map.of(
          "can't", List.of("can", "not"),
          "cannot", List.of("can", "not"),
          "cant", List.of("can", "not"),
          "won't", List.of("will", "not"),
          "wont", List.of("will", "not"),
          "shan't", List.of("shall", "not"),
          "ain't", List.of("is", "not"),
          "let's", List.of("let", "us"));

  private static final Map<String, String> ENDINGS =
      Map.of("'re", "are", "'m", "am", "'ve", "have", "'ll", "will", "'d", "would");

  /** Words after which 's is "is"; after all others it is the possessive. */
  private static final Set<String> BEFORE_IS =
      Set.of(
          "what", "who", "where", "when", "why", "how", "it", "that", "there", "here", "he", "she");

  /** Negations typed without the apostrophe. */
  private static final Pattern NT_WITHOUT_APOSTROPHE =
      Pattern.compile("(do|does|did|is|are|was|were|have|has|had|could|should|would|must)nt");

  private Words() {}

  static List<String> of(String text) {
    String plain =
        MARKS
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT)
            .replace('\u2019', '\'')
            .replace('\u2018', '\'')
            .replace('\u2212', '-');
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(plain);
    while (token.find()) {
      add(token.group(), words);
    }
    return words;
  }

  private static void add(String token, List<String> words) {
    Matcher mixed = NUMBER_AND_LETTERS.matcher(token);
    if (SIGNS.containsKey(token)) {
      words.add(SIGNS.getOrDefault(token, token));
    } else if (mixed.matches()) {
      addMixed(mixed.group(1), mixed.group(2), token, words);
    } else if (IRREGULAR.containsKey(token)) {
      words.addAll(IRREGULAR.getOrDefault(token, List.of()));
    } else if (NT_WITHOUT_APOSTROPHE.matcher(token).matches()) {
      words.add(token.substring(0, token.length() - 2));
      words.add("not");
    } else {
      addContracted(token, words);
    }
  }

  /** Adds a number and its unit, an ordinal, or a name such as 2b that is one word. */
  private static void addMixed(String number, String letters, String token, List<String> words) {
    if (letters.matches("st|nd|rd|th")) {
      words.add(number);
    } else if (Units.isUnit(letters)) {
      words.add(number);
      words.add(letters);
    } else {
      words.add(token);
    }
  }

  private static void addContracted(String token, List<String> words) {
    int apostrophe = token.indexOf('\'');
    if (apostrophe < 0) {
      words.add(token);
    } else if (token.endsWith("n't")) {
      words.add(token.substring(0, token.length() - 3));
      words.add("not");
    } else {
      String word = token.substring(0, apostrophe);
      String ending = token.substring(apostrophe);
      words.add(word);
      if (ENDINGS.containsKey(ending)) {
        words.add(ENDINGS.getOrDefault(ending, ending));
      } else if (ending.equals("'s") && BEFORE_IS.contains(word)) {
        words.add("is");
      }
    }
  }
}
