package io.nfcs.semantic.text;

/**
 * Stems of English words without their endings, the same for inflected forms of a word; not always
 * words themselves.
 */
final class Stem {
  private static final int SHORT = 4;

  private Stem() {}

  static String of(String word) {
    if (word.length() <= 3 || !isLetters(word)) {
      return word;
    }
    String stem = withoutPlural(word);
    if (stem.length() > SHORT + 1 && stem.endsWith("ing") && hasVowel(stem, 3)) {
      stem = undoubled(stem.substring(0, stem.length() - 3));
    } else if (stem.length() > SHORT && stem.endsWith("ed") && hasVowel(stem, 2)) {
      stem = undoubled(stem.substring(0, stem.length() - 2));
    }
    if (stem.length() > SHORT && stem.endsWith("our")) {
      stem = stem.substring(0, stem.length() - 2) + "r";
    } else if (stem.length() > SHORT && stem.endsWith("is")) {
      stem = stem.substring(0, stem.length() - 1) + "z";
    } else if (stem.length() > SHORT && stem.endsWith("ise")) {
      stem = stem.substring(0, stem.length() - 2) + "ze";
    }
    if (stem.length() > 3 && stem.endsWith("e")) {
      stem = stem.substring(0, stem.length() - 1);
    } else if (stem.length() > 3 && stem.endsWith("y")) {
      stem = stem.substring(0, stem.length() - 1) + "i";
    }
    return stem;
  }

  private static String withoutPlural(String word) {
    if (word.endsWith("ies") && word.length() > SHORT) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.endsWith("sses") || word.endsWith("shes") || word.endsWith("ches")) {
      return word.substring(0, word.length() - 2);
    }
    boolean isPlural =
        word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is");
    return isPlural ? word.substring(0, word.length() - 1) : word;
  }

  /**
   * Returns a stem without a doubled last letter: that of running is run, that of telling is tell.
   */
  private static String undoubled(String stem) {
    int last = stem.length() - 1;
    char end = stem.charAt(last);
    boolean isDoubled = last > 1 && end == stem.charAt(last - 1) && "lsz".indexOf(end) < 0;
    return isDoubled ? stem.substring(0, last) : stem;
  }

  private static boolean hasVowel(String word, int before) {
    return word.substring(0, word.length() - before).matches(".*[aeiouy].*");
  }

  private static boolean isLetters(String word) {
    return word.chars().allMatch(c -> c >= 'a' && c <= 'z');
  }
}
