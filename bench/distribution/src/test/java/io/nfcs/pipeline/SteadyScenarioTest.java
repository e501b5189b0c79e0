package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Scenario {@code steady}, as fast as it can be computed: nothing in it is worth an alert, and
 * there is something to see.
 */
@Timeout(300)
class SteadyScenarioTest implements TickSink {
  private static final Path CONFIG = Path.of(System.getProperty("nfcs.root"), "config");
  private static final double LEAST_DEVIATION = 0.05;
  private static final int RECORDED = 1000;

  private final ControlIntent intent = new ControlIntent();
  private double lowestOrder = 1;
  private double highestOrder;
  private double leastDeviation = 1;
  private double hallucination;
  private long worstLevel;
  private long worstDecision;
  private int failed;
  private long violations;

  @Test
  void shouldBeCalmAndWorthLookingAt() {
    run(1500);
  }

  @Test
  @Tag("torture")
  void shouldStaySoForTenMinutes() {
    run(6000);
  }

  private void run(int ticks) {
    NfcsConfig config =
        NfcsConfig.load(CONFIG.resolve("nfcs.yaml"))
            .overlay(NfcsConfig.load(CONFIG.resolve("scenarios/steady.yaml")));
    RunPlan plan = RunPlan.of(config);
    try (ThrowawayStages stages = ThrowawayStages.open(config, this)) {
      TickInput input = stages.initialInput();
      InputSource drive = stages.inputs(shape -> new DrivenInputs(plan.run().drive(), shape));
      for (long tick = 0; tick < ticks; tick++) {
        input.control().copyFrom(intent);
        drive.fill(tick, input);
        stages.offer(tick, 0, 0, 0, input);
      }
    }
    System.out.printf(
        "%d ticks: order %.3f..%.3f, deviation of |A| from tick %d at least %.3f%n",
        ticks, lowestOrder, highestOrder, RECORDED, leastDeviation);
    assertEquals(0, failed);
    assertEquals(0, worstLevel, "risk level");
    assertEquals(0, worstDecision, "decision");
    assertEquals(0, violations);
    assertTrue(leastDeviation > LEAST_DEVIATION, () -> "deviation " + leastDeviation);
    AlertSettings alerts = config.section("alerts", AlertSettings.class);
    assertTrue(lowestOrder > enter(alerts, "synchrony_low"), () -> "order " + lowestOrder);
    assertTrue(hallucination < enter(alerts, "hallucination_high"));
    assertTrue(highestOrder - lowestOrder > LEAST_DEVIATION, "the modules move");
  }

  @Override
  public void append(Tick tick) {
    Outcome outcome = tick.outcome();
    failed += tick.hasFailed() ? 1 : 0;
    worstLevel = Math.max(worstLevel, outcome.count(ModelQuantities.RISK_LEVEL));
    worstDecision = Math.max(worstDecision, outcome.count(ModelQuantities.DECISION));
    violations += outcome.count(ModelQuantities.VIOLATIONS);
    hallucination = Math.max(hallucination, outcome.number(ModelQuantities.HALLUCINATION));
    lowestOrder = Math.min(lowestOrder, outcome.number(ModelQuantities.ORDER_PARAMETER));
    highestOrder = Math.max(highestOrder, outcome.number(ModelQuantities.ORDER_PARAMETER));
    if (tick.number() >= RECORDED) {
      double deviation = deviation(Objects.requireNonNull(tick.snapshot(0)));
      leastDeviation = Math.min(leastDeviation, deviation);
    }
    intent.copyFrom(tick.intent());
  }

  private static double deviation(Snapshot snapshot) {
    MemorySegment memory = snapshot.memory();
    long cells = memory.byteSize() / Double.BYTES / 2;
    double sum = 0;
    double squares = 0;
    for (long i = 0; i < cells; i++) {
      double re = memory.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      double im = memory.getAtIndex(ValueLayout.JAVA_DOUBLE, cells + i);
      sum += Math.sqrt(re * re + im * im);
      squares += re * re + im * im;
    }
    double mean = sum / cells;
    return Math.sqrt(Math.max(0, squares / cells - mean * mean));
  }

  private static double enter(AlertSettings alerts, String rule) {
    return Objects.requireNonNull(alerts.rules().get(rule)).enter();
  }
}
