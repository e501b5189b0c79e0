package io.nfcs.semantic.text;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers in figures or words, and names that have a figure in them. */
final class Numbers {
  private static final List<String> SMALL =
      List.of(
          "zero",
          "",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty");

  /** Without one, which is a pronoun more often than a number. */
  private static final Map<String, String> IN_WORDS =
      SMALL.stream()
          .filter(word -> !word.isEmpty())
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), word -> String.valueOf(SMALL.indexOf(word))));

  private static final String MORE =
      """
      thirty 30; forty 40; fifty 50; sixty 60; seventy 70; eighty 80; ninety 90; hundred 100
      thousand 1000; million 1000000; billion 1000000000; dozen 12; half 0.5; once 1; twice 2
      double 2; thrice 3; triple 3; first 1; third 3; fourth 4; fifth 5
      """;

  private static final Map<String, String> MORE_WORDS =
      Arrays.stream(MORE.split("[;\n]"))
          .map(pair -> pair.strip().split(" "))
          .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

  private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern PLAIN = Pattern.compile("[-+]?(0|[1-9]\\d*)(\\.\\d+)?");

  private Numbers() {}

  /** Whether a word counts: a number, or a name such as b2 that another figure would change. */
  static boolean isNumber(String word) {
    return IN_WORDS.containsKey(word)
        || MORE_WORDS.containsKey(word)
        || word.chars().anyMatch(Character::isDigit);
  }

  /** One way to write it. */
  static String canonical(String word) {
    if (IN_WORDS.containsKey(word)) {
      return IN_WORDS.getOrDefault(word, word);
    }
    String figures = THOUSANDS.matcher(word).matches() ? word.replace(",", "") : word;
    return PLAIN.matcher(figures).matches()
        ? new BigDecimal(figures).stripTrailingZeros().toPlainString()
        : MORE_WORDS.getOrDefault(word, word);
  }
}
