package io.nfcs.solvers.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RiskMonitorTest {
  @Test
  void shouldNotFlipAroundALimit() {
    RiskMonitor monitor = new RiskMonitor(RiskThresholds.REFERENCE);
    for (double ha : new double[] {.96, .94, .96, .94, .67}) {
      monitor.assess(ha, 0, 1, 1);
      assertEquals(RiskLevel.EMERGENCY, monitor.level());
    }
    monitor.assess(.66, 0, 1, 1);
    assertEquals(RiskLevel.CRITICAL, monitor.level());
    monitor.assess(.59, 0, 1, 1);
    assertEquals(RiskLevel.WARNING, monitor.level());
    monitor.assess(.50, 0, 1, 1);
    assertEquals(RiskLevel.NORMAL, monitor.level());
  }

  @Test
  void shouldStayInEmergencyWhileTheValueStays() {
    RiskMonitor monitor = new RiskMonitor(RiskThresholds.REFERENCE);
    for (int i = 0; i < 100; i++) {
      monitor.assess(1.0, 0, 1, 1);
      assertEquals(RiskLevel.EMERGENCY, monitor.level());
    }
  }

  @Test
  void shouldHaveHysteresisWhereLowIsDangerous() {
    RiskLimits limits = RiskThresholds.REFERENCE.globalOrder();
    RiskLevel level = limits.level(.2, RiskLevel.NORMAL);
    assertEquals(RiskLevel.EMERGENCY, level);
    level = limits.level(.28, level);
    assertEquals(RiskLevel.EMERGENCY, level);
    level = limits.level(.29, level);
    assertEquals(RiskLevel.CRITICAL, level);
    level = limits.level(.41, level);
    assertEquals(RiskLevel.WARNING, level);
    level = limits.level(.48, level);
    assertEquals(RiskLevel.NORMAL, level);
    assertEquals(RiskLevel.EMERGENCY, limits.level(Double.NaN, RiskLevel.NORMAL));
  }

  /** The four states of the reference's notebook; scores by hand from the formula. */
  @ParameterizedTest
  @CsvSource({
    ".1, .01, .95, .92, .057, NORMAL",
    ".6, .08, .78, .75, .3015, WARNING",
    "1.5, .25, .45, .52, .607, EMERGENCY",
    "3.2, .5, .2, .25, .8225, EMERGENCY"
  })
  void shouldScoreTheReferenceStates(
      double ha, double rho, double global, double modular, double score, RiskLevel level) {
    RiskMonitor monitor = new RiskMonitor(RiskThresholds.REFERENCE);
    monitor.assess(ha, rho, global, modular);
    assertEquals(score, monitor.score(), 1e-12);
    assertEquals(level, monitor.level());
  }

  @Test
  void shouldAddTrendsAndAnomalies() {
    RiskMonitor monitor = new RiskMonitor(RiskThresholds.REFERENCE);
    for (int i = 0; i < 10; i++) {
      monitor.assess(.01 * i, 0, 1, 1);
    }
    assertEquals(.3 * .09 + .05 / 4, monitor.score(), 1e-12, "one of four rises");
    RiskMonitor steady = new RiskMonitor(RiskThresholds.REFERENCE);
    for (int i = 0; i < 50; i++) {
      steady.assess(.3 + .01 * (i % 2), 0, 1, 1);
    }
    double before = steady.score();
    steady.assess(.35, 0, 1, 1);
    assertEquals(before - .3 * .31 + .3 * .35 + .05 / 4, steady.score(), 1e-12);
  }

  @Test
  void shouldKeepTheScoreBetweenZeroAndOne() {
    RiskMonitor monitor = new RiskMonitor(RiskThresholds.REFERENCE);
    monitor.assess(0, 0, 1, 1);
    assertEquals(0.0, monitor.score());
    for (int i = 0; i < 20; i++) {
      monitor.assess(100.0 * i, 100.0 * i, -i, -i);
      assertTrue(monitor.score() >= 0 && monitor.score() <= 1);
    }
    monitor.assess(Double.NaN, 0, 1, 1);
    assertTrue(monitor.score() >= 0.3 && monitor.score() <= 1);
  }

  @Test
  void shouldRefuseLimitsWithoutOrder() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new RiskLimits(.5, .5, .9, RiskExit.REFERENCE));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("limits: 0.5, 0.5, 0.9"), message);
    assertThrows(IllegalArgumentException.class, () -> new CostWeights(-1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Feedback(Double.NaN, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Domain(1, 16, 1, 1));
  }

  @Test
  void shouldCountTheCostOfAUniformField() {
    Domain domain = new Domain(16, 16, 2, 3);
    FieldMeasures measures = new FieldMeasures(domain);
    double[] re = new double[256];
    Arrays.fill(re, 0.5);
    measures.measure(re, new double[256]);
    double cost = CostWeights.REFERENCE.cost(measures, domain.area(), 0.2, 0.6, 0.4);
    assertEquals(0.25 * 6 + 0.1 * 0.04 * 6 + 2 * 0.5, cost, 1e-12);
  }

  @Test
  void shouldPushTowardsTheTarget() {
    Feedback feedback = new Feedback(0.7, 0.1, 0.2);
    assertEquals(0.04, feedback.field(0.3), 1e-15);
    assertEquals(-0.04, feedback.modules(0.9), 1e-15);
  }
}
