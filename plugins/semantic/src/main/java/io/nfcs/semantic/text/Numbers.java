package io.nfcs.semantic.text;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers in figures or words, and names that have a figure in them. */
final class Numbers {
  /** Words of numbers without one, which is a pronoun more often than a number. */
  private static final String WORDS =
      """
      zero 0; two 2; three 3; four 4; five 5; six 6; seven 7; eight 8; nine 9; ten 10; eleven 11
      twelve 12; thirteen 13; fourteen 14; fifteen 15; sixteen 16; seventeen 17; eighteen 18
      nineteen 19; twenty 20; thirty 30; forty 40; fifty 50; sixty 60; seventy 70; eighty 80
      ninety 90; hundred 100; thousand 1000; million 1000000; billion 1000000000; dozen 12; half 0.5
      once 1; twice 2; double 2; thrice 3; triple 3; first 1; third 3; fourth 4; fifth 5
      """;

  private static final Map<String, String> IN_WORDS =
      Arrays.stream(WORDS.split("[;\n]"))
          .map(pair -> pair.strip().split(" "))
          .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

  private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern PLAIN = Pattern.compile("[-+]?(0|[1-9]\\d*)(\\.\\d+)?");

  private Numbers() {}

  /**
   * Returns whether a word counts: a number, or a name such as b2 that would change with another
   * figure.
   */
  static boolean isNumber(String word) {
    return IN_WORDS.containsKey(word) || word.chars().anyMatch(Character::isDigit);
  }

  /** Returns the canonical form of a number. */
  static String canonical(String word) {
    String figures = THOUSANDS.matcher(word).matches() ? word.replace(",", "") : word;
    return PLAIN.matcher(figures).matches()
        ? new BigDecimal(figures).stripTrailingZeros().toPlainString()
        : IN_WORDS.getOrDefault(word, word);
  }
}
