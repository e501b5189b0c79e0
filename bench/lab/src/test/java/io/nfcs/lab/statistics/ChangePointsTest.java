package io.nfcs.lab.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.lab.statistics.ChangePoints.ChangePoint;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ChangePointsTest {
  private static final int RUNS = 60;

  @Test
  void shouldFindAShiftOfThreePerCentInNoiseOfOne() {
    long found =
        IntStream.range(0, 200)
            .filter(seed -> {
              List<ChangePoint> changes = find(history(seed, RUNS, 0.01, 30, 1.03));
              return changes.size() == 1 && Math.abs(changes.getFirst().index() - 30) <= 1;
            })
            .count();
    System.err.printf("3 %% in noise of 1 %%: found in %d of 200%n", found);
    assertTrue(found >= 180, found + " of 200");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 60, 200})
  void shouldAlarmInOneOfTwoHundredFlatSeriesAtMost(int runs) {
    long alarms =
        IntStream.range(0, 2000)
            .parallel()
            .filter(seed -> !find(history(seed, runs, 0.03, runs, 1)).isEmpty())
            .count();
    System.err.printf("flat series of %d: %d alarms in 2000%n", runs, alarms);
    assertTrue(alarms <= 10, alarms + " of 2000");
  }

  /** A single slow value is not a change of the level. */
  @Test
  void shouldNotTakeAnOutlierForAChange() {
    double[] history = history(1, RUNS, 0.01, RUNS, 1);
    history[20] *= 3;
    assertEquals(List.of(), find(history));
  }

  @Test
  void shouldFindEachOfSeveralChanges() {
    double[] history = history(5, 90, 0.01, 30, 1.1);
    for (int i = 60; i < history.length; i++) {
      history[i] *= 0.8;
    }
    assertEquals(List.of(30, 60), find(history).stream().map(ChangePoint::index).toList());
  }

  /** By hand: levels 1 and 2 without any noise. */
  @Test
  void shouldBeSureOfAStepWithoutNoise() {
    assertEquals(
        List.of(new ChangePoint(5, 1, 2, 0)), find(new double[] {1, 1, 1, 1, 1, 2, 2, 2, 2, 2}));
  }

  @Test
  void shouldSayNothingOfShortSeries() {
    assertEquals(List.of(), find(new double[] {}));
    assertEquals(List.of(), find(new double[] {1, 1, 1, 9, 9, 9}));
  }

  private static List<ChangePoint> find(double[] history) {
    return ChangePoints.find(history, 0.001, 0.01);
  }

  private static double[] history(int seed, int runs, double noise, int change, double factor) {
    RandomGenerator random = Processes.random(seed);
    double[] history = new double[runs];
    for (int i = 0; i < runs; i++) {
      history[i] = 100 * (i < change ? 1 : factor) * (1 + noise * random.nextGaussian());
    }
    return history;
  }
}
