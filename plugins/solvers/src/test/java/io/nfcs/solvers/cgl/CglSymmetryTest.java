package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.solvers.cgl.InitialField.Nodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Symmetries of the equation, which the solver must share. */
@Timeout(60)
class CglSymmetryTest {
  private static final long SEED = 7;

  @ParameterizedTest
  @CsvSource({"64,64", "32,128", "128,16"})
  void shouldCommuteWithATurnOfThePhase(int nx, int ny) {
    CglParameters parameters = new CglParameters(nx, ny, 30, 20, 0.8, 1.5, 0.02);
    InitialField start = InitialField.on(parameters, Nodes.PERIODIC).noise(0.5, SEED);
    TestField field = new TestField(nx, ny, start.re(), start.im());
    TestField turnedFirst = TestField.strang(parameters, turned(field), 0.1);
    TestField turnedLast = turned(TestField.strang(parameters, field, 0.1));
    assertTrue(turnedFirst.maxDifference(turnedLast) < 1e-12, "seed " + SEED);
  }

  @ParameterizedTest
  @CsvSource({"64,64", "32,128", "128,16"})
  void shouldCommuteWithAShiftByOneCell(int nx, int ny) {
    CglParameters parameters = new CglParameters(nx, ny, 30, 20, 0.8, 1.5, 0.02);
    InitialField start = InitialField.on(parameters, Nodes.PERIODIC).noise(0.5, SEED);
    TestField field = new TestField(nx, ny, start.re(), start.im());
    TestField shiftedFirst = TestField.strang(parameters, shifted(field), 0.1);
    TestField shiftedLast = shifted(TestField.strang(parameters, field, 0.1));
    assertTrue(shiftedFirst.maxDifference(shiftedLast) < 1e-12, "seed " + SEED);
  }

  @Test
  void shouldNotDependOnHowARunIsCutIntoCalls() {
    CglParameters parameters = new CglParameters(64, 32, 30, 20, 0.8, 1.5, 0.02);
    InitialField start = InitialField.on(parameters, Nodes.PERIODIC).noise(0.5, SEED);
    TestField field = new TestField(64, 32, start.re(), start.im());
    CglSolver whole = field.solver(parameters);
    whole.advance(12);
    CglSolver cut = field.solver(parameters);
    cut.advance(0);
    cut.advance(5);
    cut.advance(7);
    assertTrue(TestField.of(whole).maxDifference(TestField.of(cut)) < 1e-12, "seed " + SEED);
  }

  @Test
  void shouldReturnTheLoadedFieldUnchanged() {
    CglParameters parameters = new CglParameters(16, 64, 30, 20, 0.8, 1.5, 0.02);
    InitialField start = InitialField.on(parameters, Nodes.PERIODIC).noise(0.5, SEED);
    TestField field = new TestField(16, 64, start.re(), start.im());
    assertEquals(0, TestField.of(field.solver(parameters)).maxDifference(field));
  }

  private static TestField turned(TestField field) {
    TestField turned = TestField.zero(field.nx(), field.ny());
    double c = StrictMath.cos(0.7);
    double s = StrictMath.sin(0.7);
    for (int i = 0; i < field.re().length; i++) {
      turned.re()[i] = c * field.re()[i] - s * field.im()[i];
      turned.im()[i] = s * field.re()[i] + c * field.im()[i];
    }
    return turned;
  }

  private static TestField shifted(TestField field) {
    TestField shifted = TestField.zero(field.nx(), field.ny());
    for (int x = 0; x < field.nx(); x++) {
      for (int y = 0; y < field.ny(); y++) {
        int from = x * field.ny() + y;
        int to = (x + 1) % field.nx() * field.ny() + (y + 1) % field.ny();
        shifted.re()[to] = field.re()[from];
        shifted.im()[to] = field.im()[from];
      }
    }
    return shifted;
  }
}
