package io.nfcs.bench;

/** Is told how far a long measurement has come. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, what) -> {};

  /**
   * Something was done.
   *
   * @param done share of the whole, 0 to 1, never less than before
   * @param what is being done now
   */
  void at(double done, String what);
}
