package io.nfcs.eviction;

/** A sample of keys: the same for everyone, and a smaller sample is part of a larger. */
final class Sample {
  private Sample() {}

  /**
   * Returns whether a key of this hash is in the sample of one key in 2 to the power of {@code
   * shift}.
   */
  static boolean contains(long hash, int shift) {
    // other bits than those that choose the slot in a table; two shifts, since a shift by 64 does
    // nothing
    return (hash * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - 1 - shift) >>> 1 == 0;
  }
}
