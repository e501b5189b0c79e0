package io.nfcs.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.pipeline.StageStateContract;
import io.nfcs.pipeline.TickRow;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.TickInput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;

/** The states of the three stages of the model. */
class SolverStatesTest {
  @Nested
  class OfTheField extends StageStateContract {
    @Override
    protected String configuration() {
      return """
      pipeline: {stages: {cgl: []}}
      cgl: {nx: 32, ny: 64, substeps: 3, dt: 0.05}
      """;
    }

    @Override
    protected void check(List<TickRow> unbroken) {
      assertFails("cgl", unbroken);
    }
  }

  @Nested
  class OfTheFieldOfOrderFour extends StageStateContract {
    @Override
    protected String configuration() {
      return """
      pipeline: {stages: {cgl: []}}
      cgl: {nx: 32, ny: 32, substeps: 2, dt: 0.05, scheme: richardson}
      """;
    }
  }

  @Nested
  class OfTheOscillators extends StageStateContract {
    @Override
    protected String configuration() {
      return """
      pipeline: {stages: {kuramoto: []}}
      kuramoto: {omega: [1, 2, 3.5, -4, 5], lag: 0.3, substeps: 2}
      """;
    }

    @Override
    protected void check(List<TickRow> unbroken) {
      assertFails("kuramoto", unbroken);
    }
  }

  /** Risk of a field that is turbulent when left alone, by one of its quantities. */
  abstract static class OfTheRisk extends StageStateContract {
    private static final int CALM_TICKS = 30;

    /** Returns the limits of the one quantity; the others never come near theirs. */
    abstract String limits();

    @Override
    protected String configuration() {
      Map<String, String> limits =
          new TreeMap<>(
              Map.of(
                  "hallucination", "[1e6, 1e7, 1e8]",
                  "defects", "[1e6, 1e7, 1e8]",
                  "global_order", "[3e-12, 2e-12, 1e-12]",
                  "modular_order", "[3e-12, 2e-12, 1e-12]"));
      String[] own = limits().split(": ", 2);
      limits.put(own[0], own[1]);
      return """
      pipeline: {stages: {cgl: [], kuramoto: [], risk: [cgl, kuramoto]}}
      cgl: {nx: 16, ny: 16, substeps: 1, dt: 0.2, c1: 3, c3: -3, length_x: 20, length_y: 20}
      kuramoto: {omega: [1, 2, 3.5, -4, 5], substeps: 4, dt: 0.05}
      risk: {limits: %s}
      """
          .formatted(limits.toString().replace("=", ": "));
    }

    /** Drives the field every other while until it is all of one phase. */
    @Override
    protected void fill(long number, SplittableRandom random, TickInput input) {
      input.control().damping(0);
      if (number / CALM_TICKS % 2 == 1 && random.nextInt(20) > 0) {
        input.control().clear();
        input.control().field(random.nextDouble(1, 2));
      }
    }

    @Override
    protected void check(List<TickRow> unbroken) {
      Map<Long, Long> counts =
          unbroken.stream()
              .collect(
                  Collectors.groupingBy(
                      row -> row.count(ModelQuantities.RISK_LEVEL),
                      TreeMap::new,
                      Collectors.counting()));
      assertEquals(Set.of(-1L, 0L, 1L, 2L, 3L), counts.keySet(), counts::toString);
      assertTrue(unbroken.stream().anyMatch(row -> row.status("risk") == StageStatus.SKIPPED));
    }
  }

  @Nested
  class OfTheRiskByVortices extends OfTheRisk {
    @Override
    String limits() {
      return "hallucination: [4, 8, 12]";
    }
  }

  @Nested
  class OfTheRiskByDensity extends OfTheRisk {
    @Override
    String limits() {
      return "defects: [0.01, 0.02, 0.03]";
    }
  }

  @Nested
  class OfTheRiskByCoherence extends OfTheRisk {
    @Override
    String limits() {
      return "global_order: [0.4, 0.3, 0.2]";
    }
  }

  @Nested
  class OfTheRiskByOrder extends OfTheRisk {
    @Override
    String limits() {
      return "modular_order: [0.6, 0.4, 0.2]";
    }
  }

  private static void assertFails(String stage, List<TickRow> rows) {
    assertEquals(
        Set.of(StageStatus.OK, StageStatus.FAILED),
        rows.stream().map(row -> row.status(stage)).collect(Collectors.toSet()));
  }
}
