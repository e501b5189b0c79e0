package io.nfcs.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.ObjDoubleConsumer;
import org.junit.jupiter.api.Test;

/** A stage hands on finite numbers, or fails. */
class FiniteTest {
  private static final double[] NONE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @Test
  void shouldRefuseResultsThatAreNotFinite() {
    Quantity further = Quantity.number("test.value", "", "A value.");
    TickShape shape = new TickShape(List.of(), List.of(), List.of(further), 0);
    int refused = 0;
    for (int i = 0; i < shape.results().size(); i++) {
      if (shape.results().get(i).kind() == Quantity.Kind.DOUBLE) {
        refused++;
        Outcome outcome = new Outcome(shape.results());
        outcome.number(i, 0.5);
        int index = i;
        for (double none : NONE) {
          assertThrows(ArithmeticException.class, () -> outcome.number(index, none));
        }
        assertEquals(0.5, sum(outcome));
      }
    }
    assertEquals(12, refused);
  }

  private static double sum(Outcome outcome) {
    double sum = 0;
    for (int i = 0; i < outcome.quantities().size(); i++) {
      sum += Double.isNaN(outcome.value(i)) ? 0 : outcome.value(i);
    }
    return sum;
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
