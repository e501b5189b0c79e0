package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against exact solutions of the equation, and the order of both schemes. */
@Timeout(120)
class CglAccuracyTest {
  private static final double C1 = 0.8;
  private static final double C3 = 1.5;
  private static final double[] STRANG_STEPS = {0.04, 0.02, 0.01, 0.005};
  private static final double[] STRANG_ERRORS = {1.37e-4, 3.43e-5, 8.56e-6, 2.14e-6};
  private static final double[] RICHARDSON_STEPS = {0.1, 0.05, 0.025};
  private static final double[] RICHARDSON_ERRORS = {2.8e-7, 1.07e-8, 4.4e-10};

  @Test
  void shouldCarryAPlaneWaveAlongXToThePublishedError() {
    double previous = 0;
    for (int i = 0; i < STRANG_STEPS.length; i++) {
      double error = planeWaveError(64, 64, 1, 0, STRANG_STEPS[i], false);
      assertTrue(error <= 1.05 * STRANG_ERRORS[i], STRANG_STEPS[i] + ": " + error);
      if (i > 0) {
        assertEquals(2.00, log2(previous / error), 0.02, "order");
      }
      previous = error;
    }
    for (int i = 0; i < RICHARDSON_STEPS.length; i++) {
      double error = planeWaveError(64, 64, 1, 0, RICHARDSON_STEPS[i], true);
      assertTrue(error <= 1.05 * RICHARDSON_ERRORS[i], RICHARDSON_STEPS[i] + ": " + error);
    }
  }

  @ParameterizedTest
  @CsvSource({"16,64,0,1", "32,32,1,1", "64,16,1,0"})
  void shouldCarryPlaneWavesAlongYAndTheDiagonal(int nx, int ny, int wavesX, int wavesY) {
    double coarse = planeWaveError(nx, ny, wavesX, wavesY, 0.02, false);
    double fine = planeWaveError(nx, ny, wavesX, wavesY, 0.01, false);
    assertTrue(fine < 1e-4, "error " + fine);
    assertEquals(2.00, log2(coarse / fine), 0.02, "order");
    double extrapolated = planeWaveError(nx, ny, wavesX, wavesY, 0.025, true);
    assertTrue(extrapolated < 1e-8, "error " + extrapolated);
  }

  @Test
  void shouldHaveThePublishedErrorsAndOrdersOnASmoothStart() {
    TestField start = smoothStart();
    TestField exact = TestField.richardson(caseA(1.0 / 320), start, 2);
    double[] strang = new double[5];
    double[] richardson = new double[5];
    for (int i = 0; i < 5; i++) {
      CglParameters parameters = caseA(0.2 / (1 << i));
      strang[i] = TestField.strang(parameters, start, 2).relativeDifference(exact);
      richardson[i] = TestField.richardson(parameters, start, 2).relativeDifference(exact);
    }
    // printed with two digits, hence 5 % and half a unit of the second digit
    assertTable(new double[] {6.2e-3, 1.6e-3, 3.9e-4, 9.8e-5, 2.4e-5}, strang);
    assertTable(new double[] {5.9e-5, 4.9e-6, 3.6e-7, 2.4e-8, 1.6e-9}, richardson);
    assertEquals(2.00, log2(strang[3] / strang[4]), 0.05);
    assertEquals(4.0, log2(richardson[3] / richardson[4]), 0.1);
  }

  @Test
  void shouldKeepBothOrdersWithAControl() {
    TestField start = smoothStart();
    InitialField control =
        InitialField.on(caseA(0.1), InitialField.Nodes.PERIODIC).gaussian(0.3, 0.8, 1, 0);
    TestField exact = controlled(1.0 / 320, true, start, control);
    double strangOrder =
        log2(
            controlled(0.025, false, start, control).relativeDifference(exact)
                / controlled(0.0125, false, start, control).relativeDifference(exact));
    double richardsonOrder =
        log2(
            controlled(0.05, true, start, control).relativeDifference(exact)
                / controlled(0.025, true, start, control).relativeDifference(exact));
    assertTrue(strangOrder >= 1.95, "strang " + strangOrder);
    assertTrue(richardsonOrder >= 3.8, "richardson " + richardsonOrder);
  }

  @Test
  void shouldKeepBothOrdersWithAUniformControl() {
    TestField start = smoothStart();
    TestField exact = controlled(1.0 / 320, true, start);
    double strangOrder =
        log2(
            controlled(0.025, false, start).relativeDifference(exact)
                / controlled(0.0125, false, start).relativeDifference(exact));
    double richardsonOrder =
        log2(
            controlled(0.05, true, start).relativeDifference(exact)
                / controlled(0.025, true, start).relativeDifference(exact));
    assertTrue(strangOrder >= 1.95, "strang " + strangOrder);
    assertTrue(richardsonOrder >= 3.8, "richardson " + richardsonOrder);
  }

  @Test
  void shouldTakeAUniformControlAndItsPlaneForTheSame() {
    TestField start = smoothStart();
    CglSolver uniform = start.solver(caseA(0.05));
    uniform.control(0.2, -0.1);
    uniform.advance(10);
    CglSolver plane = start.solver(caseA(0.05));
    double[] re = new double[64 * 64];
    double[] im = new double[64 * 64];
    Arrays.fill(re, 0.2);
    Arrays.fill(im, -0.1);
    plane.control(re, im);
    plane.advance(10);
    assertTrue(TestField.of(uniform).maxDifference(TestField.of(plane)) < 1e-13);
    plane.control(0, 0);
    plane.advance(10);
    uniform.control(0, 0);
    uniform.advance(10);
    assertTrue(TestField.of(uniform).maxDifference(TestField.of(plane)) < 1e-12);
  }

  @Test
  void shouldFollowTheUniformFieldOfTheAmplitudeEquation() {
    double r0 = 0.04;
    double time = 2;
    double growth = StrictMath.exp(2 * time);
    double size = Math.sqrt(1 / (1 + (1 / r0 - 1) / growth));
    double phase = -C3 / 2 * StrictMath.log(1 + r0 * (growth - 1));
    TestField exact = TestField.zero(16, 16);
    TestField start = TestField.zero(16, 16);
    for (int x = 0; x < 16; x++) {
      for (int y = 0; y < 16; y++) {
        exact.set(x, y, size, phase);
        start.set(x, y, Math.sqrt(r0), 0);
      }
    }
    double coarse = TestField.strang(small(0.02), start, time).maxDifference(exact);
    double fine = TestField.strang(small(0.01), start, time).maxDifference(exact);
    assertTrue(fine < 1e-4, "error " + fine);
    assertEquals(2.00, log2(coarse / fine), 0.02);
    double extrapolated = TestField.richardson(small(0.05), start, time).maxDifference(exact);
    assertTrue(extrapolated < 1e-6, "error " + extrapolated);
  }

  @Test
  void shouldLetASmallModeGrowOrDecayExactly() {
    // at amplitude 1e-9 the cubic term is below 1e-18 of the linear one
    double amplitude = 1e-9;
    double time = 1;
    CglParameters parameters = new CglParameters(32, 64, 10, 25, C1, C3, 0.05);
    double k2 = Math.pow(2 * Math.PI * 3 / 10, 2) + Math.pow(2 * Math.PI * 5 / 25, 2);
    TestField start = TestField.zero(32, 64);
    TestField exact = TestField.zero(32, 64);
    double size = amplitude * StrictMath.exp(time * (1 - k2));
    for (int x = 0; x < 32; x++) {
      for (int y = 0; y < 64; y++) {
        double phase = 2 * Math.PI * (3.0 * x / 32 - 5.0 * y / 64);
        start.set(x, y, amplitude, phase);
        exact.set(x, y, size, phase - time * C1 * k2);
      }
    }
    TestField end = TestField.strang(parameters, start, time);
    // the bound of 1e-13 is on the largest mode that is there
    assertTrue(end.maxDifference(exact) / amplitude < 1e-13);
  }

  @Test
  void shouldAddAControlExactlyInTheLinearPart() {
    double u = 1e-9;
    CglSolver solver = new CglSolver(small(0.05));
    solver.control(u, 0);
    solver.advance(20);
    double exact = u * StrictMath.expm1(1);
    TestField end = TestField.of(solver);
    for (int i = 0; i < end.re().length; i++) {
      assertEquals(1.0, end.re()[i] / exact, 1e-13);
      assertEquals(0.0, end.im()[i] / exact, 1e-13);
    }
  }

  @Test
  void shouldTakeTheControlAsASourceAndNotAsAGrowthRate() {
    double h = 0.01;
    CglSolver solver = new CglSolver(small(h));
    solver.control(0.05, 0.02);
    solver.advance(1);
    TestField end = TestField.of(solver);
    assertEquals(0.05 * h, end.re()[7], h * h);
    assertEquals(0.02 * h, end.im()[7], h * h);
    assertTrue(end.re()[7] > 0.04 * h);
  }

  @Test
  void shouldEstimateTheErrorOfTheStepItExtrapolates() {
    TestField start = smoothStart();
    CglSolver solver = start.solver(caseA(0.1));
    double estimate = solver.advanceRichardson(1);
    TestField exact = TestField.richardson(caseA(0.1 / 16), start, 0.1);
    TestField halved = TestField.strang(caseA(0.05), start, 0.1);
    double actual = halved.maxDifference(exact);
    assertTrue(estimate > 0.5 * actual && estimate < 2 * actual, estimate + " for " + actual);
    assertTrue(TestField.of(solver).maxDifference(exact) < 0.1 * actual);
  }

  private static TestField controlled(
      double dt, boolean extrapolate, TestField start, InitialField control) {
    CglSolver solver = start.solver(caseA(dt));
    solver.control(control.re(), control.im());
    return ended(solver, extrapolate);
  }

  private static TestField controlled(double dt, boolean extrapolate, TestField start) {
    CglSolver solver = start.solver(caseA(dt));
    solver.control(0.1, -0.2);
    return ended(solver, extrapolate);
  }

  private static TestField ended(CglSolver solver, boolean extrapolate) {
    int steps = (int) Math.round(2 / solver.parameters().dt());
    if (extrapolate) {
      solver.advanceRichardson(steps);
    } else {
      solver.advance(steps);
    }
    return TestField.of(solver);
  }

  private static double planeWaveError(
      int nx, int ny, int wavesX, int wavesY, double dt, boolean extrapolate) {
    double time = 10;
    CglParameters parameters = new CglParameters(nx, ny, 10, 10, C1, C3, dt);
    double q2 = (wavesX * wavesX + wavesY * wavesY) * Math.pow(2 * Math.PI / 10, 2);
    double size = Math.sqrt(1 - q2);
    double frequency = C3 + (C1 - C3) * q2;
    TestField start = TestField.zero(nx, ny);
    TestField exact = TestField.zero(nx, ny);
    for (int x = 0; x < nx; x++) {
      for (int y = 0; y < ny; y++) {
        double phase = 2 * Math.PI * ((double) wavesX * x / nx + (double) wavesY * y / ny);
        start.set(x, y, size, phase);
        exact.set(x, y, size, phase - frequency * time);
      }
    }
    TestField end =
        extrapolate
            ? TestField.richardson(parameters, start, time)
            : TestField.strang(parameters, start, time);
    return end.maxDifference(exact);
  }

  private static TestField smoothStart() {
    TestField start = TestField.zero(64, 64);
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 64; j++) {
        double x = 2 * Math.PI * i / 64;
        double y = 2 * Math.PI * j / 64;
        start.re()[i * 64 + j] = 0.5 * StrictMath.cos(x) + 0.2 * StrictMath.cos(x + 2 * y + 1);
        start.im()[i * 64 + j] = 0.5 * StrictMath.sin(2 * y) + 0.2 * StrictMath.sin(2 * x - y);
      }
    }
    return start;
  }

  private static CglParameters caseA(double dt) {
    return new CglParameters(64, 64, 10, 10, C1, C3, dt);
  }

  private static CglParameters small(double dt) {
    return new CglParameters(16, 16, 10, 10, C1, C3, dt);
  }

  private static void assertTable(double[] published, double[] measured) {
    for (int i = 0; i < published.length; i++) {
      double unit = Math.pow(10, Math.floor(Math.log10(published[i])) - 1);
      assertEquals(published[i], measured[i], 0.05 * published[i] + 0.5 * unit, "row " + i);
    }
  }

  private static double log2(double ratio) {
    return Math.log(ratio) / Math.log(2);
  }
}
