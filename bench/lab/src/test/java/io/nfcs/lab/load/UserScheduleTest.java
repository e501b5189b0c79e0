package io.nfcs.lab.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schedules against the distributions they are said to have. */
@Timeout(60)
class UserScheduleTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int MANY = 20_000;

  private final LoadSettings settings =
      NfcsConfig.parse("test", "load: {user_rate: 4, keys: 50}")
          .section("load", LoadSettings.class);

  /** Kolmogorov-Smirnov, at one in a thousand: 1.95 / sqrt(n). */
  @Test
  void shouldHaveExponentialGaps() {
    UserSchedule schedule = new UserSchedule(settings, settings.mix().weights(), 3, 0);
    List<Double> gaps = new ArrayList<>();
    long last = schedule.next().intendedNanos();
    for (int i = 0; i < MANY; i++) {
      long next = schedule.next().intendedNanos();
      gaps.add((next - last) / (double) SECOND);
      last = next;
    }
    gaps.sort(null);
    ExponentialDistribution exact = ExponentialDistribution.of(0.25);
    double largest = 0;
    for (int i = 0; i < MANY; i++) {
      double share = exact.cumulativeProbability(gaps.get(i));
      largest = Math.max(largest, Math.max(share - (double) i / MANY, (i + 1.0) / MANY - share));
    }
    assertTrue(largest < 1.95 / Math.sqrt(MANY), "distance " + largest);
  }

  /** Pearson's chi-squared, at one in a thousand. */
  @Test
  void shouldMixOperationsAndKeysAsTold() {
    UserSchedule schedule = new UserSchedule(settings, settings.mix().weights(), 5, 0);
    Map<Operation, Integer> operations = new EnumMap<>(Operation.class);
    int[] keys = new int[50];
    for (int i = 0; i < MANY; i++) {
      Arrival arrival = schedule.next();
      operations.merge(arrival.operation(), 1, Integer::sum);
      keys[(int) arrival.key()]++;
    }
    double chi = 0;
    for (Map.Entry<Operation, Double> weight : settings.mix().weights().entrySet()) {
      double expected = MANY * weight.getValue() / 100;
      chi += square(operations.getOrDefault(weight.getKey(), 0) - expected) / expected;
    }
    assertTrue(chi < critical(5), "operations " + operations);
    double harmonic = 0;
    for (int rank = 1; rank <= keys.length; rank++) {
      harmonic += Math.pow(rank, -0.99);
    }
    chi = 0;
    for (int rank = 1; rank <= keys.length; rank++) {
      double expected = MANY * Math.pow(rank, -0.99) / harmonic;
      chi += square(keys[rank - 1] - expected) / expected;
    }
    assertTrue(chi < critical(keys.length - 1), "keys, chi squared " + chi);
  }

  @Test
  void shouldBeTheSameForASeed() {
    UserSchedule one = new UserSchedule(settings, settings.mix().weights(), 7, SECOND);
    UserSchedule again = new UserSchedule(settings, settings.mix().weights(), 7, SECOND);
    for (int i = 0; i < 100; i++) {
      assertEquals(one.next(), again.next());
    }
  }

  @Test
  void shouldLetUsersArriveOneByOneOrInSteps() {
    List<Phase> ramp = Phase.of(1, 4, 100, 40, 1000);
    assertEquals(List.of(new Phase(100, 140, 4, false), new Phase(140, 1140, 4, true)), ramp);
    assertEquals(130, Phase.arrivalNanos(ramp, 3));
    List<Phase> steps = Phase.of(2, 5, 0, 40, 1000);
    assertEquals(List.of(new Phase(0, 500, 2, true), new Phase(500, 1000, 5, true)), steps);
    assertEquals(0, Phase.arrivalNanos(steps, 1));
    assertEquals(500, Phase.arrivalNanos(steps, 2));
  }

  private static double critical(int degreesOfFreedom) {
    return ChiSquaredDistribution.of(degreesOfFreedom).inverseSurvivalProbability(0.001);
  }

  private static double square(double value) {
    return value * value;
  }
}
