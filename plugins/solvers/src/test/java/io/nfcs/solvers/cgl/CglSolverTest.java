package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.nfcs.solvers.cgl.InitialField.Nodes;
import io.nfcs.solvers.cgl.simd.CubicFlow;
import io.nfcs.solvers.cgl.simd.FieldKernels;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation, allocation and the pieces of the CGL room. */
@Timeout(120)
class CglSolverTest {
  private static final CglParameters PARAMETERS = new CglParameters(64, 32, 10, 10, 0.8, 1.5, 0.01);

  @Test
  void shouldNameTheParameterThatIsWrongAndWhatIsAllowed() {
    assertRefused(
        () -> new CglParameters(48, 64, 10, 10, 1, 1, 0.1),
        "nx = 48: allowed are the powers of two from 16 to 2048");
    assertRefused(
        () -> new CglParameters(64, 4096, 10, 10, 1, 1, 0.1),
        "ny = 4096: allowed are the powers of two from 16 to 2048");
    assertRefused(
        () -> new CglParameters(64, 64, 0, 10, 1, 1, 0.1),
        "lengthX = 0.0: allowed are finite values above 0");
    assertRefused(
        () -> new CglParameters(64, 64, 10, Double.NaN, 1, 1, 0.1),
        "lengthY = NaN: allowed are finite values above 0");
    assertRefused(
        () -> new CglParameters(64, 64, 10, 10, Double.NaN, 1, 0.1),
        "c1 = NaN: allowed are finite values");
    assertRefused(
        () -> new CglParameters(64, 64, 10, 10, 1, Double.NEGATIVE_INFINITY, 0.1),
        "c3 = -Infinity: allowed are finite values");
    assertRefused(
        () -> new CglParameters(64, 64, 10, 10, 1, 1, 0),
        "dt = 0.0: allowed are values above 0 and at most 1.0");
    assertRefused(
        () -> PARAMETERS.withDt(Double.NaN),
        "dt = NaN: allowed are values above 0 and at most 1.0");
  }

  @Test
  void shouldRefuseArgumentsThatDoNotFit() {
    CglSolver solver = new CglSolver(PARAMETERS);
    double[] plane = new double[64 * 32];
    double[] other = new double[64];
    String sizes = "planes of 64 and 2048 values, plan needs 2048";
    assertRefused(() -> solver.load(other, plane), sizes);
    assertRefused(() -> solver.store(other, plane), sizes);
    assertRefused(() -> solver.control(other, plane), sizes);
    assertRefused(() -> solver.advance(-1), "steps = -1: allowed are 0 and more");
    assertRefused(() -> solver.advanceRichardson(-1), "steps = -1: allowed are 0 and more");
    assertRefused(
        () -> solver.control(Double.NaN, 0), "control = NaN + 0.0 i: allowed are finite values");
  }

  @ParameterizedTest
  @CsvSource({"64,32", "32,64", "128,128", "256,256"})
  void shouldAllocateNothingInSteadyState(int nx, int ny) {
    CglParameters parameters = new CglParameters(nx, ny, 50, 50, 2, -1.5, 0.01);
    // amplitudes to both sides of the polynomial's range
    InitialField start = InitialField.on(parameters, Nodes.PERIODIC).noise(0.8, 3);
    CglSolver solver = new CglSolver(parameters);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // until the kernels are compiled their vectors are objects
    for (int round = 0; round < 400 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      solver.load(start.re(), start.im());
      solver.control(0.01 * round, 0);
      solver.advance(10);
      solver.advanceRichardson(2);
      solver.control(start.re(), start.im());
      solver.advance(10);
      solver.store(start.re(), start.im());
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes");
  }

  @ParameterizedTest
  @CsvSource({"0.005,1.5", "0.01,-1.5", "0.05,1", "0.2,2", "1,1.5"})
  void shouldFollowTheCubicFlowInsideAndOutsideTheRangeOfThePolynomial(double t, double c3) {
    CubicFlow flow = new CubicFlow(t, c3);
    assertTrue(flow.limit() > 0.01, "limit " + flow.limit());
    double[] c = flow.coefficients();
    for (int i = 0; i <= 1000; i++) {
      double square = flow.limit() * i / 1000;
      double re = 0;
      double im = 0;
      for (int k = c.length - 2; k >= 0; k -= 2) {
        re = Math.fma(re, square, c[k]);
        im = Math.fma(im, square, c[k + 1]);
      }
      double logarithm = StrictMath.log1p(2 * t * square);
      double size = StrictMath.exp(-0.5 * logarithm);
      assertEquals(size * StrictMath.cos(0.5 * c3 * logarithm), re, 2e-15);
      assertEquals(-size * StrictMath.sin(0.5 * c3 * logarithm), im, 2e-15);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.005,1.5", "0.01,-1.5", "0.2,3"})
  void shouldFollowTheCubicFlowFromAnyAmplitude(double t, double c3) {
    CubicFlow flow = new CubicFlow(t, c3);
    for (double size = 1e-3; size < 1e6; size *= 1.1) {
      double[] a = new double[8];
      a[0] = size;
      FieldKernels.scalar(4).cubic(a, 0, 1, flow);
      double logarithm = StrictMath.log1p(2 * t * size * size);
      double left = size * StrictMath.exp(-0.5 * logarithm);
      assertEquals(left * StrictMath.cos(0.5 * c3 * logarithm), a[0], 2e-14 * left);
      assertEquals(-left * StrictMath.sin(0.5 * c3 * logarithm), a[4], 2e-14 * left);
    }
  }

  @Test
  void shouldSurviveAndRelaxALargeStart() {
    InitialField start = InitialField.on(PARAMETERS, Nodes.PERIODIC).planeWave(20, 0, 0);
    CglSolver solver = new CglSolver(PARAMETERS);
    solver.load(start.re(), start.im());
    solver.advance(500);
    TestField end = TestField.of(solver);
    // |A|² = 1/(1 + (1/400 - 1) e^(-2t)) at t = 5
    double exact = Math.sqrt(1 / (1 + (1.0 / 400 - 1) * StrictMath.exp(-10)));
    // the first steps are longer than the decay of such a start
    assertEquals(exact, end.abs(5), 5e-5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 42})
  void shouldMakeNormalNoiseThatASeedFixes(long seed) {
    CglParameters parameters = new CglParameters(256, 256, 10, 10, 0.8, 1.5, 0.01);
    InitialField noise = InitialField.on(parameters, Nodes.PERIODIC).noise(0.1, seed);
    InitialField same = InitialField.on(parameters, Nodes.PERIODIC).noise(0.1, seed);
    double mean = 0;
    double square = 0;
    double fourth = 0;
    for (int i = 0; i < noise.re().length; i++) {
      double x = noise.re()[i] / 0.1;
      mean += x / noise.re().length;
      square += x * x / noise.re().length;
      fourth += x * x * x * x / noise.re().length;
      assertEquals(noise.re()[i], same.re()[i]);
      assertEquals(noise.im()[i], same.im()[i]);
    }
    assertEquals(0, mean, 0.02, "mean, seed " + seed);
    assertEquals(1, square, 0.03, "variance, seed " + seed);
    assertEquals(3, fourth, 0.2, "fourth moment, seed " + seed);
  }

  @Test
  void shouldAddShapesOnTheChosenNodes() {
    CglParameters parameters = new CglParameters(16, 32, 8, 8, 0.8, 1.5, 0.01);
    InitialField periodic = InitialField.on(parameters, Nodes.PERIODIC).spiral(1, 1, 0);
    assertEquals(0, periodic.re()[8 * 32 + 16], 0, "the middle is a grid point");
    assertEquals(-4, periodic.re()[16], 1e-14);
    assertEquals(1.5, periodic.im()[8 * 32 + 22], 1e-14);
    InitialField closed = InitialField.on(parameters, Nodes.END_POINT).spiral(1, 1, 0);
    assertEquals(4, closed.re()[15 * 32 + 31], 1e-14, "the last point is the end");
    assertEquals(4, closed.im()[15 * 32 + 31], 1e-14);
    InitialField sum =
        InitialField.on(parameters, Nodes.PERIODIC).planeWave(2, 0, 1).gaussian(1, 0.5, 0, 0);
    assertEquals(-2 + 1, sum.re()[8 * 32 + 16], 1e-14);
    assertRefused(
        () -> InitialField.on(parameters, Nodes.PERIODIC).gaussian(1, 0, 0, 0),
        "width = 0.0: allowed are values above 0");
  }

  private static void assertRefused(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
