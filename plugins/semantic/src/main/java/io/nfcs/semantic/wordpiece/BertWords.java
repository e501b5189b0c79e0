package io.nfcs.semantic.wordpiece;

import java.util.function.Consumer;

/** Splitter of a text at white space; each punctuation character becomes a word of its own. */
final class BertWords {
  private BertWords() {}

  static void cut(String text, Consumer<String> words) {
    int start = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      boolean isMark = isPunctuation(point);
      if (isMark || BertNormalizer.isSpace(point)) {
        if (start < at) {
          words.accept(text.substring(start, at));
        }
        if (isMark) {
          words.accept(text.substring(at, next));
        }
        start = next;
      }
      at = next;
    }
    if (start < text.length()) {
      words.accept(text.substring(start));
    }
  }

  /** Returns whether a character is punctuation by Unicode or by ASCII. */
  private static boolean isPunctuation(int point) {
    if (point < 0x80) {
      return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
