package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tick.DegradeStep;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DegradeLadderTest {
  private static final int ANSWERS = DegradeStep.CACHED_ANSWERS.bit();
  private static final int SUBSTEPS = DegradeStep.FEWER_SUBSTEPS.bit();
  private static final int GRID = DegradeStep.COARSER_GRID.bit();
  private static final int ALL = ANSWERS | SUBSTEPS | GRID;

  private final DegradeLadder ladder = new DegradeLadder(settings(3, 5, 40), 100);
  private long number;
  private int inForce;

  @Test
  void shouldTakeStepsInTheirOrderAndGiveThemBackInReverse() {
    assertEquals(List.of(0, 0, ANSWERS), ticks(90, 3));
    assertEquals(List.of(ANSWERS, ANSWERS, ANSWERS | SUBSTEPS), ticks(81, 3));
    assertEquals(List.of(ANSWERS | SUBSTEPS, ANSWERS | SUBSTEPS, ALL), ticks(500, 3));
    assertEquals(List.of(ALL, ALL, ALL, ALL), ticks(500, 4), "there is no further step");
    ticks(39, 4);
    assertEquals(List.of(ANSWERS | SUBSTEPS), ticks(39, 1));
    ticks(39, 4);
    assertEquals(List.of(ANSWERS), ticks(39, 1));
    ticks(39, 4);
    assertEquals(List.of(0), ticks(39, 1));
  }

  @Test
  void shouldBeAtTheStepsOfARunThatIsResumed() {
    inForce = ANSWERS | SUBSTEPS;
    ladder.resume(inForce);
    assertEquals(List.of(inForce, inForce, ALL), ticks(90, 3));
    ticks(39, 9);
    assertEquals(List.of(ANSWERS), ticks(39, 1));
  }

  @Test
  void shouldDoNothingBetweenTheLimits() {
    ticks(90, 3);
    for (int round = 0; round < 100; round++) {
      ticks(80, 1);
      ticks(40, 1);
      assertEquals(ANSWERS, inForce);
    }
  }

  @Test
  void shouldNotFlickerWithTheLoad() {
    for (int round = 0; round < 100; round++) {
      ticks(90, 2);
      ticks(80, 1);
    }
    assertEquals(0, inForce, "never three in a row above the limit");
    ticks(90, 3);
    for (int round = 0; round < 100; round++) {
      ticks(39, 4);
      ticks(41, 1);
    }
    assertEquals(ANSWERS, inForce, "never five in a row below the limit");
  }

  @Test
  void shouldLastLongerWhenItHadToBeTakenAgain() {
    int[] expected = {5, 10, 20, 40, 40};
    for (int lasts : expected) {
      ticks(90, 3);
      assertEquals(ANSWERS, inForce);
      ticks(10, lasts - 1);
      assertEquals(ANSWERS, inForce, "before " + lasts);
      ticks(10, 1);
      assertEquals(0, inForce, "after " + lasts);
    }
    ticks(10, 40);
    ticks(90, 3);
    ticks(10, 5);
    assertEquals(0, inForce, "forgotten after a calm time");
  }

  @Test
  void shouldNotJudgeTicksFromBeforeTheStep() {
    ticks(90, 3);
    for (int queued = 0; queued < 8; queued++) {
      assertEquals(ANSWERS, ladder.judge(++number, 1000, 0));
    }
  }

  @Test
  void shouldTakeAStepWhenNoTickGetsDone() {
    ticks(10, 5);
    assertEquals(0, ladder.judge(number, 10, 0));
    assertEquals(0, ladder.judge(number, 10, 0));
    assertEquals(ANSWERS, ladder.judge(number, 10, 0));
  }

  /** After any load, a lasting load ends at its right steps. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldReturnToTheTopOnceItIsCalm(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      ticks(random.nextInt(200), 1 + random.nextInt(8));
      assertTrue(List.of(0, ANSWERS, ANSWERS | SUBSTEPS, ALL).contains(inForce), "seed " + seed);
    }
    ticks(0, 3 * 40);
    assertEquals(0, inForce, "seed " + seed);
    ticks(1000, 3 * 3);
    assertEquals(ALL, inForce, "seed " + seed);
  }

  @Test
  void shouldRefuseLimitsWithoutRoomBetween() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new DegradeSettings(List.of(), 0.4, 3, 0.4, 50, 3000));
    assertThrows(IllegalArgumentException.class, () -> settings(3, 50, 40));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new DegradeSettings(
                List.of(DegradeStep.COARSER_GRID, DegradeStep.COARSER_GRID), 0.8, 3, 0.4, 50, 60));
  }

  private List<Integer> ticks(long serviceNanos, int count) {
    Integer[] steps = new Integer[count];
    for (int i = 0; i < count; i++) {
      inForce = ladder.judge(++number, serviceNanos, inForce);
      steps[i] = inForce;
    }
    return List.of(steps);
  }

  private static DegradeSettings settings(int highTicks, int lowTicks, int maxLowTicks) {
    return new DegradeSettings(
        List.of(DegradeStep.CACHED_ANSWERS, DegradeStep.FEWER_SUBSTEPS, DegradeStep.COARSER_GRID),
        0.8,
        highTicks,
        0.4,
        lowTicks,
        maxLowTicks);
  }
}
