package io.nfcs.constitution;

/** Sets of keys, a bit each in words of 64. */
final class KeyBits {
  private KeyBits() {}

  static long[] none(int keys) {
    return new long[(keys + Long.SIZE - 1) / Long.SIZE];
  }

  static void set(long[] words, int key, boolean is) {
    long bit = 1L << key;
    words[key / Long.SIZE] = is ? words[key / Long.SIZE] | bit : words[key / Long.SIZE] & ~bit;
  }

  static boolean has(long[] words, int key) {
    return (words[key / Long.SIZE] & 1L << key) != 0;
  }
}
