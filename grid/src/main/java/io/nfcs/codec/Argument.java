package io.nfcs.codec;

/** An argument of a {@code Memo}'s function, which writes all that the result depends on. */
@FunctionalInterface
public interface Argument {
  /** Writes everything that the result depends on, always in the same order. */
  void describe(KeyWriter key);
}
