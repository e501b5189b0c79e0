package io.nfcs.command;

/** Receiver of the progress of a long measurement. */
@FunctionalInterface
public interface Progress {
  /** Ignores the progress. */
  Progress NONE = (done, what) -> {};

  /**
   * Reports progress. Called by one thread at a time; returns soon, since the measurement waits.
   *
   * @param done share of the whole, 0 to 1, never less than before
   * @param what is being done now
   */
  void at(double done, String what);

  /**
   * Returns the progress of a part of the whole.
   *
   * @param from share of the whole at which the part begins
   * @param to share at which it ends
   */
  default Progress part(double from, double to) {
    return (done, what) -> at(from + (to - from) * done, what);
  }
}
