package io.nfcs.lab.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Check that the intervals cover the true mean as often as they say. */
@Timeout(300)
class ForkedMeanTest {
  private static final int TRIALS = 1000;
  private static final int RESAMPLES = 800;

  @ParameterizedTest
  @CsvSource({"0.0, 300", "0.3, 500", "0.6, 1000", "-0.4, 300"})
  void shouldCoverTheMeanOfADependentSeries(double phi, int n) {
    assertCovers("phi=" + phi, random -> new double[][] {Processes.ar1(n, phi, 0, 1, random)});
  }

  @Test
  void shouldCoverTheMeanOfASkewedDependentSeries() {
    assertCovers(
        "log-normal", random -> new double[][] {Processes.logNormalAr1(1000, 0.5, random)});
  }

  /** Forks that differ by more than their ticks, by as much, by less and not at all. */
  @ParameterizedTest
  @CsvSource({"5, 0.3", "5, 0.08", "5, 0", "10, 0.1"})
  void shouldCoverTheMeanOfForks(int forks, double between) {
    assertCovers(
        forks + " forks, " + between,
        random ->
            IntStream.range(0, forks)
                .mapToObj(
                    fork -> Processes.ar1(250, 0.4, between * random.nextGaussian(), 1, random))
                .toArray(double[][]::new));
  }

  @Test
  void shouldGiveTheSameIntervalForTheSameSeed() {
    double[][] forks = {Processes.ar1(300, 0.5, 1, 1, Processes.random(1))};
    assertEquals(ForkedMean.of(forks, 0.95, 7), ForkedMean.of(forks, 0.95, 7));
  }

  @Test
  void shouldHaveNoWidthWhereNothingVaries() {
    double[] constant = new double[100];
    Arrays.fill(constant, 3);
    assertEquals(
        new Interval(3, 3, 3), ForkedMean.of(new double[][] {constant, constant}, 0.95, 1));
  }

  private static void assertCovers(String what, Function<RandomGenerator, double[][]> samples) {
    long covered =
        IntStream.range(0, TRIALS)
            .parallel()
            .filter(trial -> {
              double[][] forks = samples.apply(Processes.random(trial));
              Interval interval = ForkedMean.of(forks, 0.95, trial, RESAMPLES);
              return interval.low() <= 0 && interval.high() >= 0;
            })
            .count();
    double share = 100.0 * covered / TRIALS;
    System.err.printf("%s: covered by %.1f %% of the intervals of 95 %%%n", what, share);
    assertTrue(share >= 93 && share <= 97, what + ": " + share);
  }
}
