package io.nfcs.command;

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

  /**
   * Progress of a part of the whole.
   *
   * @param from share of the whole at which the part begins
   * @param to share at which it ends
   */
  default Progress part(double from, double to) {
    return (done, what) -> at(from + (to - from) * done, what);
  }
}
