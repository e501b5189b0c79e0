package io.nfcs.esc;

import org.agrona.DirectBuffer;

/** The form of texts in bytes (RFC 3629): the shortest form only, and no surrogates. */
final class Utf8 {
  private Utf8() {}

  static boolean isValid(DirectBuffer text, int start, int length) {
    int end = start + length;
    int i = start;
    while (i < end) {
      int size = size(text, i, end);
      if (size == 0) {
        return false;
      }
      i += size;
    }
    return true;
  }

  /**
   * Reads text in lower case, in the sense of {@link String#equalsIgnoreCase}, and returns its
   * length. Bytes that are not text stay, as does a letter that would become longer.
   *
   * @param lower as long as the text at least
   */
  static int lower(DirectBuffer text, int start, int end, byte[] lower) {
    int to = 0;
    int i = start;
    while (i < end) {
      int size = Math.max(1, size(text, i, end));
      int point = size == 1 ? text.getByte(i) : point(text, i, size);
      int small = Character.toLowerCase(Character.toUpperCase(point));
      if (small == point || size(small) > size) {
        text.getBytes(i, lower, to, size);
        to += size;
      } else {
        to = put(small, lower, to);
      }
      i += size;
    }
    return to;
  }

  private static int put(int point, byte[] text, int to) {
    int size = size(point);
    int rest = point;
    for (int i = size - 1; i > 0; i--) {
      text[to + i] = (byte) (0x80 | (rest & 0x3f));
      rest >>= 6;
    }
    text[to] = (byte) (size == 1 ? rest : (0xf00 >> size) | rest);
    return to + size;
  }

  private static int size(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  /** Returns the bytes of the character at an index, 0 if there is none. */
  private static int size(DirectBuffer text, int index, int end) {
    int first = text.getByte(index);
    if (first >= 0) {
      return 1;
    }
    int size = Integer.numberOfLeadingZeros(~(first << 24));
    if (size < 2 || size > 4 || index + size > end) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((text.getByte(index + i) & 0xc0) != 0x80) {
        return 0;
      }
    }
    int point = point(text, index, size);
    int least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
    boolean isSurrogate = point >= 0xd800 && point < 0xe000;
    return point < least || point > 0x10ffff || isSurrogate ? 0 : size;
  }

  private static int point(DirectBuffer text, int index, int size) {
    int point = text.getByte(index) & (0x7f >> size);
    for (int i = 1; i < size; i++) {
      point = (point << 6) | (text.getByte(index + i) & 0x3f);
    }
    return point;
  }
}
