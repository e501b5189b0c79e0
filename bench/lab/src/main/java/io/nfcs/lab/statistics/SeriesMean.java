package io.nfcs.lab.statistics;

import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of one series, and how far it may be from the truth.
 *
 * <p>Blocks that are cut off lose dependence, so resamples vary too little; they are widened to the
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

  /** How far a resample's mean is from this one. */
  double deviation(RandomGenerator random) {
    return widening * (bootstrap.resampledMean(random) - bootstrap.mean());
  }

  /** How much wider an interval by few values is than one by many (Hesterberg 2015). */
  static double few(double values, double confidence) {
    double upper = (1 + confidence) / 2;
    return TDistribution.of(Math.max(1, values - 1)).inverseCumulativeProbability(upper)
        / NormalDistribution.of(0, 1).inverseCumulativeProbability(upper);
  }
}
