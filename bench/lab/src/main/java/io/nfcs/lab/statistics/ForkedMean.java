package io.nfcs.lab.statistics;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The mean of samples from several forks, with a confidence interval by a bootstrap of two levels:
 * forks, and blocks of ticks in them.
 *
 * <p>The means of forks differ more than their ticks explain, since each JVM compiles and lays out
 * its memory again; and they differ a little because of their ticks alone, which must not be
 * counted twice. So the effects of forks are scaled before they are resampled: the total variance
 * is that of the forks' means (Davison and Hinkley 1997, section 3.8), widened for their small
 * number as a t-interval is (Hesterberg 2015). The ticks are resampled by {@link
 * StationaryBootstrap}.
 */
public final class ForkedMean {
  private static final int RESAMPLES = 4000;

  private ForkedMean() {}

  /**
   * Returns the interval of the mean.
   *
   * @param forks a series of ticks for each fork; a single fork says nothing of the differences
   *     between forks
   * @param confidence such as 0.95
   * @param seed of the resamples
   */
  public static Interval of(double[][] forks, double confidence, long seed) {
    return of(forks, confidence, seed, RESAMPLES);
  }

  static Interval of(double[][] forks, double confidence, long seed, int resamples) {
    SeriesMean[] series = new SeriesMean[forks.length];
    Arrays.setAll(series, fork -> new SeriesMean(forks[fork], confidence));
    double mean = Arrays.stream(series).mapToDouble(SeriesMean::mean).average().orElse(0);
    double scale = effectScale(series, mean, confidence);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] means = new double[resamples];
    for (int i = 0; i < means.length; i++) {
      double sum = 0;
      for (int draw = 0; draw < series.length; draw++) {
        sum += scale * (series[random.nextInt(series.length)].mean() - mean);
        sum += series[random.nextInt(series.length)].deviation(random);
      }
      means[i] = mean + sum / series.length;
    }
    Arrays.sort(means);
    double tail = (1 - confidence) / 2;
    return new Interval(quantile(means, tail), mean, quantile(means, 1 - tail));
  }

  /** Returns the factor by which the deviations of forks from their mean are multiplied. */
  private static double effectScale(SeriesMean[] forks, double mean, double confidence) {
    int n = forks.length;
    if (n == 1) {
      return 0;
    }
    double between = 0;
    double within = 0;
    for (SeriesMean fork : forks) {
      between += (fork.mean() - mean) * (fork.mean() - mean) / (n - 1);
      within += fork.varianceOfMean() / n;
    }
    double few = SeriesMean.few(n, confidence) * SeriesMean.few(n, confidence);
    // to widen the whole variance covers too often where forks hardly differ, to widen only the
    // part of the forks too rarely where they do; half-way covers as it should in both
    double beyondTicks = few * between - (1 + few) / 2 * within;
    return beyondTicks <= 0 ? 0 : Math.sqrt(beyondTicks / between * n / (n - 1));
  }

  private static double quantile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    double weight = rank - below;
    return below + 1 == sorted.length
        ? sorted[below]
        : sorted[below] * (1 - weight) + sorted[below + 1] * weight;
  }
}
