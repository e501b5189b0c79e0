package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CglFieldTest {
  private static final int N = 64;
  private static final double LENGTH = 10;
  private static final CglParameters PARAMETERS =
      new CglParameters(N, N, LENGTH, LENGTH, 0.8, 1.5, 0.01);

  @Test
  void shouldDoInFullWhatTheSolverDoes() {
    InitialField start = spiral();
    CglSolver solver = new CglSolver(PARAMETERS);
    solver.load(start.re(), start.im());
    CglField field = new CglField(PARAMETERS, 10, false, start);
    for (int tick = 0; tick < 5; tick++) {
      solver.control(0.1 * tick, 0);
      solver.advance(10);
      field.advance(0.1 * tick, 0, false, false);
    }
    double[] re = new double[N * N];
    double[] im = new double[N * N];
    solver.store(re, im);
    assertArrayEquals(re, field.re());
    assertArrayEquals(im, field.im());
  }

  /** A plane wave keeps its amplitude and turns at a known rate, whichever way it is advanced. */
  @Test
  void shouldCarryThePlaneWaveInEveryWay() {
    double k = 2 * Math.PI / LENGTH;
    double amplitude = Math.sqrt(1 - k * k);
    double rate = 0.8 * k * k + 1.5 * amplitude * amplitude;
    InitialField start =
        InitialField.on(PARAMETERS, InitialField.Nodes.PERIODIC).planeWave(amplitude, 1, 0);
    CglField field = new CglField(PARAMETERS, 10, false, start);
    for (int tick = 0; tick < 40; tick++) {
      field.advance(0, 0, (tick / 5 & 1) != 0, (tick / 10 & 1) != 0);
    }
    for (int x = 0; x < N; x++) {
      double phase = k * x * LENGTH / N - rate * 4;
      assertEquals(amplitude * Math.cos(phase), field.re()[x * N + 7], 1e-4, "x " + x);
      assertEquals(amplitude * Math.sin(phase), field.im()[x * N + 7], 1e-4, "x " + x);
    }
  }

  @Test
  void shouldStayNearTheFullFieldWhenItIsSmooth() {
    InitialField start = InitialField.on(PARAMETERS, InitialField.Nodes.PERIODIC);
    start.gaussian(0.5, 1.5, 0, 0);
    CglField full = new CglField(PARAMETERS, 10, false, start);
    CglField less = new CglField(PARAMETERS, 10, false, start);
    for (int tick = 0; tick < 10; tick++) {
      full.advance(0, 0, false, false);
      less.advance(0, 0, true, true);
    }
    assertArrayEquals(full.re(), less.re(), 1e-3);
    double difference = 0;
    for (int i = 0; i < N * N; i++) {
      difference = Math.max(difference, Math.abs(full.re()[i] - less.re()[i]));
    }
    assertTrue(difference > 1e-9, "the ways are not the same");
  }

  @Test
  void shouldTakeHalfAsManyStepsForTheSameTime() {
    InitialField start = spiral();
    CglField field = new CglField(PARAMETERS, 5, true, start);
    field.advance(0, 0, true, false);
    CglSolver solver = new CglSolver(PARAMETERS.withDt(5 * 0.01 / 3));
    solver.load(start.re(), start.im());
    solver.advanceRichardson(3);
    double[] re = new double[N * N];
    solver.store(re, new double[N * N]);
    assertArrayEquals(re, field.re());
  }

  @Test
  void shouldStayInFullWhereThereIsNothingLess() {
    CglParameters small = new CglParameters(16, 64, LENGTH, LENGTH, 0.8, 1.5, 0.6);
    InitialField start = InitialField.on(small, InitialField.Nodes.PERIODIC).spiral(0.3, 1, 0.5);
    CglField full = new CglField(small, 2, false, start);
    CglField less = new CglField(small, 2, false, start);
    full.advance(0, 0, false, false);
    less.advance(0, 0, true, true);
    assertArrayEquals(full.re(), less.re());
  }

  /** So small that the cubic term is below rounding: the result is e^((1 - gamma) t). */
  @Test
  void shouldDampAtTheRateGiven() {
    InitialField start =
        InitialField.on(PARAMETERS, InitialField.Nodes.PERIODIC).planeWave(1e-9, 0, 0);
    CglField field = new CglField(PARAMETERS, 10, false, start);
    for (int tick = 0; tick < 20; tick++) {
      field.advance(0, 1.5, false, false);
    }
    assertEquals(1, field.re()[5] / (1e-9 * Math.exp((1 - 1.5) * 2)), 1e-12);
  }

  @Test
  void shouldKeepEveryModeThatBothGridsHold() {
    GridTransfer transfer = new GridTransfer(64, 32);
    SplittableRandom random = new SplittableRandom(7);
    int[][] modes = {{0, 0}, {3, -2}, {-15, 7}, {15, -7}, {8, 1}};
    double[] fineRe = new double[64 * 32];
    double[] fineIm = new double[64 * 32];
    double[] coarseRe = new double[32 * 16];
    double[] coarseIm = new double[32 * 16];
    for (int[] mode : modes) {
      double size = random.nextDouble();
      add(mode, size, 64, 32, fineRe, fineIm);
      add(mode, size, 32, 16, coarseRe, coarseIm);
    }
    double[] re = new double[32 * 16];
    double[] im = new double[32 * 16];
    transfer.restrict(fineRe, fineIm, re, im);
    assertArrayEquals(coarseRe, re, 1e-13);
    assertArrayEquals(coarseIm, im, 1e-13);
    double[] backRe = new double[64 * 32];
    double[] backIm = new double[64 * 32];
    transfer.prolong(re, im, backRe, backIm);
    assertArrayEquals(fineRe, backRe, 1e-13);
    assertArrayEquals(fineIm, backIm, 1e-13);
    add(new int[] {17, 0}, 1, 64, 32, fineRe, fineIm);
    add(new int[] {16, 3}, 1, 64, 32, fineRe, fineIm);
    transfer.restrict(fineRe, fineIm, re, im);
    assertArrayEquals(coarseRe, re, 1e-13, "modes of the fine grid alone do not alias");
  }

  private static void add(int[] mode, double size, int nx, int ny, double[] re, double[] im) {
    for (int x = 0; x < nx; x++) {
      for (int y = 0; y < ny; y++) {
        double phase = 2 * Math.PI * ((double) mode[0] * x / nx + (double) mode[1] * y / ny);
        re[x * ny + y] += size * Math.cos(phase);
        im[x * ny + y] += size * Math.sin(phase);
      }
    }
  }

  private static InitialField spiral() {
    return InitialField.on(PARAMETERS, InitialField.Nodes.PERIODIC)
        .spiral(0.3, 1, 0.5)
        .noise(0.05, 42);
  }
}
