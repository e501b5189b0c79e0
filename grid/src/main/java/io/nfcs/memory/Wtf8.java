package io.nfcs.memory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encoding of any text as bytes, and back: UTF-8, and half a surrogate pair, which UTF-8 cannot
 * encode and Java replaces by a question mark, in the three bytes that its number would have.
 *
 * <p>After WTF-8 (Sapin, 2014): different texts have different bytes, and valid texts have those of
 * UTF-8. Keys and values are written so; names that others must read, such as tags, have to be
 * {@link #isWhole whole}.
 *
 * <p><b>Threads.</b> Any.
 */
public final class Wtf8 {
  private static final char REPLACEMENT = '\ufffd';
  private static final int HALF_BYTES = 3;
  private static final byte HALF_LEAD = (byte) 0xed;

  private Wtf8() {}

  /** Returns the bytes of a text. */
  public static byte[] bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (byte unit : utf8) {
      if (unit == '?') {
        return isWhole(text) ? utf8 : withHalves(text);
      }
    }
    return utf8;
  }

  /** Returns the text that has these bytes; those of no text are replaced by U+FFFD. */
  public static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : withHalves(bytes);
  }

  /** Returns whether UTF-8 can encode a text: no half of a surrogate pair stands alone. */
  public static boolean isWhole(String text) {
    return nextHalf(text, 0) == text.length();
  }

  /** Returns the position of the next half without its other half, or the end. */
  private static int nextHalf(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return i;
        }
        i++;
      }
    }
    return text.length();
  }

  private static byte[] withHalves(String text) {
    byte[] bytes = new byte[HALF_BYTES * text.length()];
    int length = 0;
    int from = 0;
    while (from < text.length()) {
      int half = nextHalf(text, from);
      byte[] whole = text.substring(from, half).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(whole, 0, bytes, length, whole.length);
      length += whole.length;
      if (half < text.length()) {
        char unit = text.charAt(half);
        bytes[length++] = HALF_LEAD;
        bytes[length++] = (byte) (0x80 | ((unit >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (unit & 0x3f));
      }
      from = half + 1;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static String withHalves(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int from = 0;
    for (int i = 0; i + HALF_BYTES <= bytes.length; i++) {
      if (bytes[i] == HALF_LEAD && (bytes[i + 1] & 0xe0) == 0xa0 && (bytes[i + 2] & 0xc0) == 0x80) {
        text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
        text.append((char) (0xd000 | (bytes[i + 1] & 0x3f) << 6 | (bytes[i + 2] & 0x3f)));
        from = i + HALF_BYTES;
        i = from - 1;
      }
    }
    return text.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8))
        .toString();
  }
}
