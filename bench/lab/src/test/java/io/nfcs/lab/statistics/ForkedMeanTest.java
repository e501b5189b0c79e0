package io.nfcs.lab.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Check that the intervals cover the true mean as often as they say. */
@Tag("slow")
@Timeout(300)
class ForkedMeanTest {
  private static final int TRIALS = 1000;
  private static final int RESAMPLES = 800;

  /** A process whose mean is 0. */
  record Case(String name, Function<RandomGenerator, double[][]> samples) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Case> cases() {
    return List.of(
        series(0.0, 300),
        series(0.3, 500),
        series(0.6, 1000),
        series(-0.4, 300),
        new Case(
            "log-normal", random -> new double[][] {Processes.logNormalAr1(1000, 0.5, random)}),
        // forks that differ by more than their ticks, by as much, by less and not at all
        forks(5, 0.3),
        forks(5, 0.08),
        forks(5, 0),
        forks(10, 0.1));
  }

  private static Case series(double phi, int n) {
    return new Case("phi=" + phi, random -> new double[][] {Processes.ar1(n, phi, 0, 1, random)});
  }

  private static Case forks(int forks, double between) {
    return new Case(
        forks + " forks, " + between,
        random ->
            IntStream.range(0, forks)
                .mapToObj(
                    fork -> Processes.ar1(250, 0.4, between * random.nextGaussian(), 1, random))
                .toArray(double[][]::new));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldCoverTheMean(Case process) {
    long covered =
        IntStream.range(0, TRIALS)
            .parallel()
            .filter(trial -> {
              double[][] forks = process.samples().apply(Processes.random(trial));
              Interval interval = ForkedMean.of(forks, 0.95, trial, RESAMPLES);
              return interval.low() <= 0 && interval.high() >= 0;
            })
            .count();
    double share = 100.0 * covered / TRIALS;
    System.err.printf("%s: covered by %.1f %% of the intervals of 95 %%%n", process, share);
    assertTrue(share >= 93 && share <= 97, process + ": " + share);
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
}
