package io.nfcs.lab.replay;

import io.nfcs.lab.statistics.Interval;
import java.util.Locale;

/** What a comparison comes to. */
public enum Verdict {
  /** The candidate is faster, by the threshold at least. */
  BETTER,
  /** The candidate is slower, by the threshold at least. */
  WORSE,
  /** Whatever the difference is, it is less than the threshold. */
  SAME,
  /** There is too little data to tell. */
  INCONCLUSIVE,
  /** The two were not measured under the same conditions. */
  INCOMPARABLE;

  /**
   * The verdict on a difference of durations. One that matters is as large as the threshold, larger
   * than what the base differs from itself, and its interval is clear of zero.
   *
   * @param logRatio logarithm of candidate over base
   * @param floor what the base differs from itself in the same session, as a logarithm
   * @param threshold smallest difference that matters, as a logarithm
   */
  static Verdict of(Interval logRatio, double floor, double threshold) {
    double size = Math.abs(logRatio.estimate());
    if (logRatio.isClearOfZero() && size >= threshold && size > Math.abs(floor)) {
      return logRatio.estimate() > 0 ? WORSE : BETTER;
    }
    return logRatio.isWithin(threshold) ? SAME : INCONCLUSIVE;
  }

  /** The word for it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
