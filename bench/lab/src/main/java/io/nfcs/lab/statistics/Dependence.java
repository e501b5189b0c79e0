package io.nfcs.lab.statistics;

/**
 * Dependence of the values of a series on those before them.
 *
 * @param blockLength best mean length of the blocks of a stationary bootstrap for the variance of a
 *     mean, at least 1: the automatic choice of Politis and White (2004), as corrected by Patton,
 *     Politis and White (2009)
 * @param longRunVariance variance of the mean times the length, by a flat-top lag window (Politis
 *     and Romano 1995)
 */
record Dependence(double blockLength, double longRunVariance) {
  /** Deviations from which a correlation counts as significant. */
  private static final double SIGNIFICANT = 2;

  /** Lags without a correlation after which no further correlation is assumed. */
  private static final int QUIET_LAGS = 5;

  /** Returns the dependence of a series. */
  static Dependence of(double[] series) {
    Autocovariance covariance = new Autocovariance(series);
    double variance = covariance.at(0);
    int n = series.length;
    if (variance <= 0) {
      return new Dependence(1, 0);
    }
    int width = Math.min(2 * lastCorrelatedLag(covariance, variance), n - 1);
    double spectrum = variance;
    double slope = 0;
    for (int lag = 1; lag <= width; lag++) {
      double weighted = 2 * flatTop((double) lag / width) * covariance.at(lag);
      spectrum += weighted;
      slope += lag * weighted;
    }
    double longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3.0));
    if (spectrum <= 0) {
      return new Dependence(Math.max(1, longest), 0);
    }
    double length = Math.cbrt(slope / spectrum * slope / spectrum * n);
    return new Dependence(Math.clamp(length, 1, Math.max(1, longest)), spectrum);
  }

  private static int lastCorrelatedLag(Autocovariance covariance, double variance) {
    int n = covariance.length();
    double bound = SIGNIFICANT * Math.sqrt(Math.log10(n) / n) * variance;
    int quietLags = Math.max(QUIET_LAGS, (int) Math.ceil(Math.sqrt(Math.log10(n))));
    int last = 0;
    for (int lag = 1; lag < n && lag - last <= quietLags; lag++) {
      if (Math.abs(covariance.at(lag)) >= bound) {
        last = lag;
      }
    }
    return Math.max(1, last);
  }

  /** Returns the lag window. */
  private static double flatTop(double t) {
    return t <= 0.5 ? 1 : 2 * (1 - t);
  }
}
