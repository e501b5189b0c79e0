package io.nfcs.lab.statistics;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Series whose mean and dependence are known exactly. */
final class Processes {
  private Processes() {}

  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /**
   * Returns an autoregression of order 1 with mean {@code mean}, from its stationary distribution.
   */
  static double[] ar1(int n, double phi, double mean, double sigma, RandomGenerator random) {
    double[] series = new double[n];
    double state = sigma / Math.sqrt(1 - phi * phi) * random.nextGaussian();
    for (int i = 0; i < n; i++) {
      series[i] = mean + state;
      state = phi * state + sigma * random.nextGaussian();
    }
    return series;
  }

  /** Returns the exponential of a normal autoregression of unit variance, less its mean. */
  static double[] logNormalAr1(int n, double phi, RandomGenerator random) {
    double[] series = ar1(n, phi, 0, Math.sqrt(1 - phi * phi) / 2, random);
    for (int i = 0; i < n; i++) {
      series[i] = Math.exp(series[i]) - Math.exp(0.125);
    }
    return series;
  }
}
