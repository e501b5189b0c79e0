package io.nfcs.codec;

/**
 * What a {@code Memo}'s function is applied to: something that can say what the result depends on.
 */
@FunctionalInterface
public interface Argument {
  /** Writes everything that the result depends on, always in the same order. */
  void describe(KeyWriter key);
}
