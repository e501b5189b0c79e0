package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tick.ControlIntent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlPlanTest {
  private static final ControlSettings SETTINGS =
      new ControlSettings(
          List.of(1.0, 1.0, 0.7, 0.5),
          List.of(0.0, 0.1, 0.1, 0.3),
          List.of(0.0, 0.0, 0.1, 0.2),
          List.of(1.0, 1.0, 1.5, 2.0),
          List.of(0.95, 0.9, 0.8, 0.7));

  private final ControlPlan plan = new ControlPlan(SETTINGS);
  private final ControlIntent intent = new ControlIntent();

  @Test
  void shouldLeaveTheFeedbackWhenAllIsWell() {
    shape(0, 0.4, -0.2);
    assertEquals(0.4, intent.field());
    assertEquals(-0.2, intent.modules());
    assertEquals(0, intent.damping());
    assertEquals(1, intent.coupling());
    assertEquals(0.95, intent.tokenLimit());
  }

  /** u = 0.3 u' + 0.7 * 0.5 u0, by hand. */
  @Test
  void shouldHalveAndSmoothItInAnEmergency() {
    shape(0, 0.4, 1);
    shape(3, 0.4, 1);
    assertEquals(0.3 * 0.4 + 0.35 * 0.4, intent.field(), 1e-15);
    assertEquals(0.3 + 0.35, intent.modules(), 1e-15);
    shape(3, 0.4, 1);
    assertEquals(0.3 * 0.26 + 0.35 * 0.4, intent.field(), 1e-15);
    assertEquals(0.2, intent.damping());
    assertEquals(2, intent.coupling());
    assertEquals(0.7, intent.tokenLimit());
  }

  @Test
  void shouldNeverBeLargerThanTheLargestFeedback() {
    double largest = 0;
    for (int tick = 0; tick < 1000; tick++) {
      shape(tick % 4, 0.1 * (tick % 7), 0);
      largest = Math.max(largest, intent.field());
    }
    assertEquals(0.6, largest, 1e-15);
  }

  @Test
  void shouldRefuseWhatIsNotFourValuesInRange() {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> with(List.of(1.0, 1.2, 1.0, 1.0)))
                .getMessage());
    assertTrue(message.startsWith("amplitude: [1.0, 1.2, 1.0, 1.0], allowed"), message);
    assertThrows(IllegalArgumentException.class, () -> with(List.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> with(List.of(1.0, 1.0, 1.0, Double.NaN)));
  }

  private static ControlSettings with(List<Double> amplitude) {
    return new ControlSettings(
        amplitude,
        SETTINGS.smoothing(),
        SETTINGS.damping(),
        SETTINGS.coupling(),
        SETTINGS.tokenLimit());
  }

  private void shape(int decision, double field, double modules) {
    intent.clear();
    intent.field(field);
    intent.modules(modules);
    plan.shape(decision, intent);
  }
}
