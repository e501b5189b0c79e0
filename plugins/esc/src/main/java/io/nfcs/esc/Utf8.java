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
    int point = first & (0x7f >> size);
    for (int i = 1; i < size; i++) {
      int next = text.getByte(index + i);
      if ((next & 0xc0) != 0x80) {
        return 0;
      }
      point = (point << 6) | (next & 0x3f);
    }
    int least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
    boolean isSurrogate = point >= 0xd800 && point < 0xe000;
    return point < least || point > 0x10ffff || isSurrogate ? 0 : size;
  }
}
