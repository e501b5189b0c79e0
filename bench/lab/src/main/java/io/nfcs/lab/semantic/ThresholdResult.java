package io.nfcs.lab.semantic;

/**
 * Result of a threshold.
 *
 * @param threshold least cosine of a hit
 * @param lookups number of look-ups
 * @param same look-ups for which a text that asks for the same was kept
 * @param hits look-ups that were answered
 * @param right look-ups that were answered with a text that asks for the same
 */
record ThresholdResult(double threshold, long lookups, long same, long hits, long right) {
  private static final double Z = 1.959963984540054;

  /**
   * A share and its confidence interval of 95 % (Wilson, 1927).
   *
   * @param value share, NaN of nothing
   * @param low least
   * @param high most
   */
  public record Share(double value, double low, double high) {
    static Share of(long part, long whole) {
      if (whole == 0) {
        return new Share(Double.NaN, 0, 1);
      }
      double p = (double) part / whole;
      double z2 = Z * Z / whole;
      double centre = p + z2 / 2;
      double width = Z * Math.sqrt((p * (1 - p) + z2 / 4) / whole);
      return new Share(
          p,
          Math.clamp((centre - width) / (1 + z2), 0, 1),
          Math.clamp((centre + width) / (1 + z2), 0, 1));
    }
  }

  /** Returns the share of the hits that were right. */
  public Share precision() {
    return Share.of(right, hits);
  }

  /** Returns the share of the texts with a right answer that got it. */
  public Share recall() {
    return Share.of(right, same);
  }

  /** Returns the share of the look-ups that were answered. */
  public Share hitRate() {
    return Share.of(hits, lookups);
  }

  /** Returns how many hits were wrong. */
  public long falseHits() {
    return hits - right;
  }
}
