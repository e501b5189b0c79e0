package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.config.NfcsConfig;
import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Inputs that overflow in the middle of a run: the stage fails by name on that tick, stages that
 * depend on it are skipped, only finite numbers are handed on, and the next tick succeeds.
 */
@Timeout(60)
class NotFiniteLoopTest {
  private static final NfcsConfig CONFIG = NfcsConfig.parse("t", "cgl: {nx: 32, ny: 32}");
  private static final List<String> STAGES =
      List.of("cgl", "kuramoto", "esc", "risk", "constitution");

  private final List<List<StageStatus>> statuses = new ArrayList<>();
  private final List<Long> digests = new ArrayList<>();
  private int infinite;

  @Test
  void shouldFailTheOscillatorsOnOneTick() {
    for (double coupling : new double[] {1e300, -1e300, 1e12, Double.NaN}) {
      run(input -> input.parameter(0, coupling));
      assertFailed("kuramoto");
      run(input -> input.parameter(0, coupling));
      assertEquals(digests.subList(0, digests.size() / 2), digests.subList(digests.size() / 2, 12));
      statuses.clear();
      digests.clear();
    }
  }

  @Test
  void shouldFailTheFieldOnOneTick() {
    for (double control : new double[] {1e300, -1e300}) {
      run(input -> input.control().field(control));
      assertFailed("cgl");
      statuses.clear();
    }
    run(input -> input.control().damping(-1e6));
    assertFailed("cgl");
  }

  private void assertFailed(String stage) {
    assertEquals(0, infinite);
    for (int tick = 0; tick < 6; tick++) {
      for (String name : STAGES) {
        StageStatus expected =
            tick != 3
                ? StageStatus.OK
                : name.equals(stage)
                    ? StageStatus.FAILED
                    : name.equals("risk") ? StageStatus.SKIPPED : StageStatus.OK;
        assertEquals(expected, statuses.get(tick).get(STAGES.indexOf(name)), name + " " + tick);
      }
    }
  }

  private void run(Consumer<TickInput> planted) {
    try (ThrowawayStages stages = ThrowawayStages.open(CONFIG, this::look)) {
      TickInput input = stages.initialInput();
      for (int tick = 0; tick < 6; tick++) {
        input.control().clear();
        input.parameter(0, 1);
        if (tick == 3) {
          planted.accept(input);
        }
        stages.offer(tick, 0, 0, 0, input);
      }
    }
  }

  private void look(Tick tick) {
    List<StageStatus> all = new ArrayList<>();
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      all.add(tick.status(stage));
    }
    statuses.add(all);
    digests.add(tick.digest());
    for (int i = 0; i < tick.outcome().quantities().size(); i++) {
      infinite += Double.isInfinite(tick.outcome().value(i)) ? 1 : 0;
    }
    for (int i = 0; i < ControlIntent.VALUES; i++) {
      infinite += Double.isFinite(tick.intent().value(i)) ? 0 : 1;
    }
  }
}
