package io.nfcs.lab.semantic;

/**
 * What a threshold comes to.
 *
 * @param threshold least cosine of a hit
 * @param lookups texts that were asked for
 * @param same those of which something that asks for the same was kept
 * @param hits those that were answered
 * @param right those that were answered with what asks for the same
 */
public record ThresholdResult(double threshold, long lookups, long same, long hits, long right) {
  private static final double Z = 1.959963984540054;

  /**
   * A share and what it may be in truth, with 95 % confidence (Wilson, 1927).
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

  /** Hits that were right. */
  public Share precision() {
    return Share.of(right, hits);
  }

  /** Texts that could be answered rightly, and were. */
  public Share recall() {
    return Share.of(right, same);
  }

  /** Look-ups that were answered. */
  public Share hitRate() {
    return Share.of(hits, lookups);
  }

  /** Hits that were wrong. */
  public long falseHits() {
    return hits - right;
  }
}
