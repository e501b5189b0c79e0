package io.nfcs.lab.statistics;

import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of one series, and the distribution of its error.
 *
 * <p>Cutting blocks off loses dependence, so resamples vary too little; they are widened to the
 * long-run variance by a lag window, where that is larger, and for a small number of blocks as a
 * t-interval is.
 */
final class SeriesMean {
  private final StationaryBootstrap bootstrap;
  private final double varianceOfMean;
  private final double widening;

  SeriesMean(double[] series, double confidence) {
    Dependence dependence = Dependence.of(series);
    bootstrap = new StationaryBootstrap(series, dependence.blockLength());
    double resampled = bootstrap.varianceOfMean();
    varianceOfMean = Math.max(resampled, dependence.longRunVariance() / series.length);
    double blocks = series.length / dependence.blockLength();
    widening = resampled == 0 ? 1 : Math.sqrt(varianceOfMean / resampled) * few(blocks, confidence);
  }

  double mean() {
    return bootstrap.mean();
  }

  double varianceOfMean() {
    return varianceOfMean;
  }

  /** Returns the difference of a resample's mean from this mean. */
  double deviation(RandomGenerator random) {
    return widening * (bootstrap.resampledMean(random) - bootstrap.mean());
  }

  /**
   * Returns the factor by which an interval of few values is wider than one of many (Hesterberg
   * 2015).
   */
  static double few(double values, double confidence) {
    double upper = (1 + confidence) / 2;
    return TDistribution.of(Math.max(1, values - 1)).inverseCumulativeProbability(upper)
        / NormalDistribution.of(0, 1).inverseCumulativeProbability(upper);
  }
}
