package io.nfcs.lab.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StationaryBootstrapTest {
  /** The closed form of Politis and Romano against the resamples. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 3, 20})
  void shouldVaryAsTheClosedFormSays(double blockLength) {
    double[] series = Processes.ar1(200, 0.6, 5, 1, Processes.random(3));
    StationaryBootstrap bootstrap = new StationaryBootstrap(series, blockLength);
    RandomGenerator random = Processes.random(4);
    int resamples = 200_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < resamples; i++) {
      double deviation = bootstrap.resampledMean(random) - bootstrap.mean();
      sum += deviation;
      squares += deviation * deviation;
    }
    double variance = bootstrap.varianceOfMean();
    assertEquals(0, sum / resamples, 4 * Math.sqrt(variance / resamples));
    assertEquals(1, squares / resamples / variance, 0.02);
  }

  /**
   * For an autoregression of order 1 the best length is (2 rho / (1 - rho^2))^(2/3) n^(1/3), from
   * its exact spectrum (Patton, Politis and White 2009).
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.7})
  void shouldChooseTheBlockLengthOfTheory(double rho) {
    int n = 5000;
    double chosen =
        IntStream.range(0, 200)
            .mapToDouble(seed ->
                Dependence.of(Processes.ar1(n, rho, 0, 1, Processes.random(seed))).blockLength())
            .average()
            .orElseThrow();
    double best = Math.cbrt(Math.pow(2 * rho / (1 - rho * rho), 2) * n);
    assertEquals(1, chosen / best, 0.2, chosen + " and " + best);
  }

  @Test
  void shouldNotMakeBlocksOfWhatDoesNotDepend() {
    double chosen =
        IntStream.range(0, 200)
            .mapToDouble(seed ->
                Dependence.of(Processes.ar1(1000, 0, 0, 1, Processes.random(seed))).blockLength())
            .average()
            .orElseThrow();
    assertEquals(2, chosen, 1.5);
  }
}
