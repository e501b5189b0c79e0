package io.nfcs.lab.statistics;

import java.util.random.RandomGenerator;

/**
 * Means of resamples of a series that keep its dependence: blocks that begin anywhere and have
 * geometrically distributed lengths, on a series that continues from its end at its beginning
 * (Politis and Romano 1994).
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> when made.
 */
final class StationaryBootstrap {
  private static final double NEGLIGIBLE = 1e-9;

  private final double[] sums;
  private final double blockLength;
  private final double logGoOn;
  private final double mean;
  private final double variance;

  StationaryBootstrap(double[] series, double blockLength) {
    this.blockLength = blockLength;
    logGoOn = Math.log1p(-1 / blockLength);
    sums = new double[series.length + 1];
    for (int i = 0; i < series.length; i++) {
      sums[i + 1] = sums[i] + series[i];
    }
    mean = sums[series.length] / series.length;
    variance = variance(new Autocovariance(series), 1 - 1 / blockLength);
  }

  double mean() {
    return mean;
  }

  /**
   * Returns the variance of the mean over all resamples, exactly (Politis and Romano 1994, lemma
   * 1).
   */
  double varianceOfMean() {
    return variance;
  }

  /** Returns the mean of a resample. */
  double resampledMean(RandomGenerator random) {
    int n = sums.length - 1;
    double sum = 0;
    int left = n;
    while (left > 0) {
      int length = Math.min(left, blockLength(random));
      sum += block(random.nextInt(n), length);
      left -= length;
    }
    return sum / n;
  }

  /** Returns a block's length: geometric, by inversion. */
  private int blockLength(RandomGenerator random) {
    if (blockLength <= 1) {
      return 1;
    }
    double tail = Math.log1p(-random.nextDouble()) / logGoOn;
    return 1 + (int) Math.min(tail, sums.length);
  }

  private double block(int start, int length) {
    int n = sums.length - 1;
    int end = start + length;
    return end <= n ? sums[end] - sums[start] : sums[n] - sums[start] + sums[end - n];
  }

  private static double variance(Autocovariance covariance, double goOn) {
    int n = covariance.length();
    double sum = covariance.at(0);
    for (int lag = 1; lag < n; lag++) {
      double share = (double) lag / n;
      double weight = (1 - share) * Math.pow(goOn, lag) + share * Math.pow(goOn, n - lag);
      if (weight > NEGLIGIBLE) {
        sum += 2 * weight * covariance.at(lag);
      }
    }
    return Math.max(0, sum / n);
  }
}
