package io.nfcs.constitution;

import static io.nfcs.constitution.Phase.ACTIVE;
import static io.nfcs.constitution.Phase.NONE;
import static io.nfcs.constitution.Phase.RECOVERY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmergencyTest {
  private static final EmergencySettings SETTINGS = new EmergencySettings(20, 3, 5, 8);

  private final Emergency emergency = new Emergency(SETTINGS);

  @Test
  void shouldBeginOnTheTickThatHasItsLevel() {
    assertEquals(List.of(NONE, NONE, NONE, ACTIVE), phases(0, 1, 2, 3));
  }

  @Test
  void shouldEndWhenItIsCalmAndThenBeJudged() {
    assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, RECOVERY), phases(3, 2, 0, 1));
    assertEquals(List.of(RECOVERY, RECOVERY, RECOVERY, RECOVERY, NONE), phases(1, 0, 0, 1, 0));
  }

  @Test
  void shouldStayOneWhileTheLevelComesBack() {
    assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE, ACTIVE, ACTIVE), phases(3, 2, 2, 3, 2, 2));
  }

  @Test
  void shouldNotRecoverAtTheCriticalLevel() {
    phases(3, 0, 0, 0);
    assertEquals(RECOVERY, emergency.phase());
    for (int tick = 0; tick < 100; tick++) {
      assertEquals(List.of(RECOVERY), phases(tick % 4 == 0 ? 2 : 1));
    }
  }

  @Test
  void shouldBeginAgainAtOnceFromARecovery() {
    phases(3, 0, 0, 0);
    assertEquals(List.of(RECOVERY, ACTIVE), phases(0, 3));
  }

  @Test
  void shouldEndAtItsBoundAndPauseBeforeTheNext() {
    int active = 0;
    while (emergency.next(3) == ACTIVE) {
      active++;
    }
    assertEquals(20, active);
    for (int tick = 1; tick < 8; tick++) {
      assertEquals(RECOVERY, emergency.next(3), "tick " + tick);
    }
    assertEquals(ACTIVE, emergency.next(3));
  }

  /**
   * For any levels, an emergency is never missed except in the pause, and never active for too
   * long.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldNeitherBeMissedNorLatched(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int active = 0;
    int pause = 0;
    for (int tick = 0; tick < 200_000; tick++) {
      int level = random.nextInt(100) < 90 - 10 * seed ? 3 : random.nextInt(4);
      Phase phase = emergency.next(level);
      boolean wasFull = active == 20;
      active = phase == ACTIVE ? active + 1 : 0;
      assertTrue(active <= 20, "seed " + seed + " tick " + tick);
      pause = wasFull ? 8 : Math.max(0, pause - 1);
      assertTrue(
          level != 3 || phase == ACTIVE || pause > 0, "missed: seed " + seed + " tick " + tick);
    }
  }

  private List<Phase> phases(int... levels) {
    return Arrays.stream(levels).mapToObj(emergency::next).toList();
  }
}
