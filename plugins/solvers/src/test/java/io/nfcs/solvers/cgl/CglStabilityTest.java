package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Growth of perturbations of waves, against the exact linearisation. */
@Timeout(120)
class CglStabilityTest {
  private static final int NX = 128;
  private static final int NY = 16;

  /** Benjamin, Feir and Newell: uniform oscillation is unstable where 1 + c1 c3 is negative. */
  @ParameterizedTest
  @CsvSource({"2,-1.5,2,0.104325", "2,-1.5,4,0.250874", "0.8,1.5,2,-0.143465"})
  void shouldLetPerturbationsOfTheUniformStateGrowAtTheExactRate(
      double c1, double c3, int m, double published) {
    double k2 = Math.pow(2 * Math.PI * m / 50, 2);
    double rate = -(1 + k2) + Math.sqrt(1 - c1 * c1 * k2 * k2 - 2 * c1 * c3 * k2);
    assertEquals(published, rate, 1e-6, "formula");
    double u = c1 * k2;
    double v = rate + k2 + 2;
    double norm = Math.hypot(u, v);
    TestField start = TestField.zero(NX, NY);
    for (int x = 0; x < NX; x++) {
      double wave = 1e-6 * StrictMath.cos(2 * Math.PI * m * x / NX);
      for (int y = 0; y < NY; y++) {
        start.re()[x * NY + y] = 1 + wave * u / norm;
        start.im()[x * NY + y] = wave * v / norm;
      }
    }
    CglParameters parameters = new CglParameters(NX, NY, 50, 50, c1, c3, 0.005);
    TestField end = TestField.strang(parameters, start, 4);
    double measured = Math.log(mode(end, m) / mode(start, m)) / 4;
    assertEquals(1, measured / rate, 2e-4, "measured " + measured);
  }

  /** Eckhaus: long waves stay where q² is below (1 + c1 c3)/(3 + c1 c3 + 2 c3²). */
  @Test
  void shouldKeepPlaneWavesInsideTheEckhausBandAndLoseThemOutside() {
    double c1 = 0.8;
    double c3 = 1.5;
    double edge = Math.sqrt((1 + c1 * c3) / (3 + c1 * c3 + 2 * c3 * c3));
    double inside = perturbationRate(c1, c3, 0.8 * edge);
    double outside = perturbationRate(c1, c3, 1.2 * edge);
    assertTrue(inside < -1e-4, "inside " + inside);
    assertTrue(outside > 1e-4, "outside " + outside);
  }

  private static double perturbationRate(double c1, double c3, double q) {
    int waves = 12;
    double length = 2 * Math.PI * waves / q;
    double size = Math.sqrt(1 - q * q);
    TestField start = TestField.zero(NX, NY);
    for (int x = 0; x < NX; x++) {
      double wave = 1 + 1e-5 * StrictMath.cos(2 * Math.PI * x / NX);
      for (int y = 0; y < NY; y++) {
        start.set(x, y, size * wave, 2 * Math.PI * waves * x / NX);
      }
    }
    CglSolver solver = start.solver(new CglParameters(NX, NY, length, length, c1, c3, 0.02));
    solver.advance(1000);
    double before = mode(TestField.of(solver), 1);
    solver.advance(5000);
    double after = mode(TestField.of(solver), 1);
    return Math.log(after / before) / 100;
  }

  /** Returns the size of the mode m along x of |A|. */
  private static double mode(TestField field, int m) {
    double cos = 0;
    double sin = 0;
    for (int x = 0; x < field.nx(); x++) {
      double deviation = field.abs(x * field.ny()) - field.abs(0);
      cos += deviation * StrictMath.cos(2 * Math.PI * m * x / field.nx());
      sin += deviation * StrictMath.sin(2 * Math.PI * m * x / field.nx());
    }
    return Math.hypot(cos, sin);
  }
}
