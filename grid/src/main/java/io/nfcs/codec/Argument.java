package io.nfcs.codec;

/** An argument of a {@code Memo}'s function, which writes all that the result depends on. */
@FunctionalInterface
public interface Argument {
  /**
   * Writes everything that the result depends on, always in the same order. Called twice for a
   * look-up, to measure the key and to write it, and again for each later one: the argument must
   * not change meanwhile, and the writer is valid during the call only.
   */
  void describe(KeyWriter key);
}
