package io.nfcs.lab.replay;

import io.nfcs.lab.statistics.Interval;
import java.util.Locale;

/** Verdict of a comparison. */
public enum Verdict {
  /** The candidate is faster, by at least the threshold. */
  BETTER,
  /** The candidate is slower, by at least the threshold. */
  WORSE,
  /** Any difference is less than the threshold. */
  SAME,
  /** There is too little data for a verdict. */
  INCONCLUSIVE,
  /** The two were not measured under the same conditions. */
  INCOMPARABLE;

  /**
   * Returns the verdict on a difference of durations. A difference that matters is as large as the
   * threshold, larger than the difference of the base from itself, and its interval is clear of
   * zero.
   *
   * @param logRatio logarithm of candidate over base
   * @param floor difference of the base from itself in the same session, as a logarithm
   * @param threshold smallest difference that matters, as a logarithm
   */
  static Verdict of(Interval logRatio, double floor, double threshold) {
    double size = Math.abs(logRatio.estimate());
    if (logRatio.isClearOfZero() && size >= threshold && size > Math.abs(floor)) {
      return logRatio.estimate() > 0 ? WORSE : BETTER;
    }
    return logRatio.isWithin(threshold) ? SAME : INCONCLUSIVE;
  }

  /** Returns the word for the verdict. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
