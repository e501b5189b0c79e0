package io.nfcs.esc;

import io.nfcs.memory.Digest;

/**
 * Vectors of tokens, made from their ids: {@value #DIMENSION} signs, so that the vectors of two
 * tokens are the same or nearly at right angles (random projection, Achlioptas 2003), and two
 * rotations of them by a Hadamard matrix behind random signs.
 *
 * <p>All are whole numbers: a unit vector is the signs over sqrt({@value #DIMENSION}), and the
 * rotated ones are over {@value #DIMENSION}.
 */
final class TokenVectors {
  /** Components of a vector. */
  static final int DIMENSION = 512;

  private static final long QUERY_SEED = 0x9e3779b97f4a7c15L;
  private static final long KEY_SEED = 0xd1b54a32d192ed03L;

  private final int[] querySigns = new int[DIMENSION];
  private final int[] keySigns = new int[DIMENSION];

  TokenVectors() {
    signs(QUERY_SEED, querySigns, 0);
    signs(KEY_SEED, keySigns, 0);
  }

  /** Puts the signs of an id, 1 and -1, at an offset. */
  static void signs(long id, int[] target, int offset) {
    for (int block = 0; block < DIMENSION / Long.SIZE; block++) {
      long bits = Digest.mix(id, block);
      for (int i = 0; i < Long.SIZE; i++) {
        target[offset + block * Long.SIZE + i] = 1 - 2 * (int) ((bits >>> i) & 1);
      }
    }
  }

  /** Puts a token's query, made from its signs at the same offset. */
  void query(int[] signs, int[] target, int offset) {
    rotate(signs, querySigns, target, offset);
  }

  /** Puts a token's key, made from its signs at the same offset. */
  void key(int[] signs, int[] target, int offset) {
    rotate(signs, keySigns, target, offset);
  }

  /** The fast Walsh-Hadamard transform (Fino and Algazi 1976) of the signs times other signs. */
  private static void rotate(int[] signs, int[] by, int[] target, int offset) {
    for (int i = 0; i < DIMENSION; i++) {
      target[offset + i] = signs[offset + i] * by[i];
    }
    for (int half = 1; half < DIMENSION; half *= 2) {
      for (int start = offset; start < offset + DIMENSION; start += 2 * half) {
        for (int i = start; i < start + half; i++) {
          int a = target[i];
          int b = target[i + half];
          target[i] = a + b;
          target[i + half] = a - b;
        }
      }
    }
  }
}
