package io.nfcs.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.ObjDoubleConsumer;
import org.junit.jupiter.api.Test;

/** What a stage hands on is a number, or the stage has failed. */
class FiniteTest {
  private static final double[] NONE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @Test
  void shouldRefuseResultsThatAreNotFinite() {
    List<ObjDoubleConsumer<Outcome>> setters =
        List.of(
            Outcome::orderParameter,
            Outcome::fieldCoherence,
            Outcome::energy,
            Outcome::defectDensity,
            Outcome::hallucination,
            Outcome::cost,
            Outcome::risk,
            Outcome::tokenRisk,
            Outcome::unsafeRatio,
            Outcome::echo,
            Outcome::semanticOrder);
    assertEquals(Outcome.VALUES, setters.size());
    for (ObjDoubleConsumer<Outcome> setter : setters) {
      Outcome outcome = new Outcome();
      setter.accept(outcome, 0.5);
      for (double none : NONE) {
        assertThrows(ArithmeticException.class, () -> setter.accept(outcome, none));
      }
      double sum = 0;
      for (int i = 0; i < Outcome.VALUES; i++) {
        sum += Double.isNaN(outcome.value(i)) ? 0 : outcome.value(i);
      }
      assertEquals(0.5, sum);
    }
  }

  @Test
  void shouldRefuseIntentsThatAreNotFinite() {
    List<ObjDoubleConsumer<ControlIntent>> setters =
        List.of(
            ControlIntent::field,
            ControlIntent::modules,
            ControlIntent::coupling,
            ControlIntent::damping,
            ControlIntent::tokenLimit);
    assertEquals(ControlIntent.VALUES, setters.size());
    for (int i = 0; i < setters.size(); i++) {
      ControlIntent intent = new ControlIntent();
      ObjDoubleConsumer<ControlIntent> setter = setters.get(i);
      setter.accept(intent, 0.25);
      for (double none : NONE) {
        assertThrows(ArithmeticException.class, () -> setter.accept(intent, none));
      }
      assertEquals(0.25, intent.value(i));
    }
  }
}
