package io.nfcs.semantic.wordpiece;

import java.text.Normalizer;

/**
 * Normalizer of a text before it is split into words: no control characters, spaces around Chinese
 * characters, no accents, lower case, each only if the file says so.
 *
 * <p>Rules of the tokenizer of BERT (Devlin, Chang, Lee and Toutanova, 2019).
 */
record BertNormalizer(
    boolean cleanText, boolean spaceChinese, boolean stripAccents, boolean lowercase) {
  private static final int REPLACEMENT = 0xFFFD;
  private static final int DOTTED_CAPITAL_I = 0x130;

  String normalize(String text) {
    StringBuilder spaced = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> clean(point, spaced));
    CharSequence plain = stripAccents ? withoutAccents(spaced) : spaced;
    return lowercase ? lowered(plain) : plain.toString();
  }

  private void clean(int point, StringBuilder to) {
    if (cleanText && (point == 0 || point == REPLACEMENT || isControl(point))) {
      return;
    }
    if (spaceChinese && isChinese(point)) {
      to.append(' ').appendCodePoint(point).append(' ');
    } else {
      to.appendCodePoint(cleanText && isSpace(point) ? ' ' : point);
    }
  }

  private static String withoutAccents(CharSequence text) {
    StringBuilder plain = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static String lowered(CharSequence text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (point == DOTTED_CAPITAL_I) {
            // the only capital whose small letter is two characters everywhere
            lower.append("i\u0307");
          } else {
            lower.appendCodePoint(Character.toLowerCase(point));
          }
        });
    return lower.toString();
  }

  /** Returns whether a character is white space by Unicode. */
  static boolean isSpace(int point) {
    return (point >= '\t' && point <= '\r') || point == 0x85 || Character.isSpaceChar(point);
  }

  private static boolean isControl(int point) {
    if (point == '\t' || point == '\n' || point == '\r') {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> true;
      default -> false;
    };
  }

  /**
   * Returns whether a character is in a block with which the models were trained; one block begins
   * later than in Unicode.
   */
  private static boolean isChinese(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2B73F)
        || (point >= 0x2B740 && point <= 0x2B81F)
        || (point >= 0x2B920 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }
}
