package io.nfcs.solvers.kuramoto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.solvers.kuramoto.Coupling.Structure;
import io.nfcs.solvers.kuramoto.simd.PhaseKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class KuramotoSolverTest {
  private static final long SEED = 20_250_922L;

  @ParameterizedTest
  @EnumSource(Structure.class)
  void shouldAgreeWithTheDoubleLoopForEverySizeUpTo200(Structure structure) {
    for (int n = 1; n <= 200; n++) {
      if (n < 3 && structure != Structure.MEAN_FIELD) {
        continue;
      }
      Case c = new Case(structure, n);
      KuramotoSolver solver = c.solver(PhaseKernels.best());
      NaiveKuramoto naive = c.naive();
      solver.step(2);
      naive.step();
      naive.step();
      assertEquals(structure, c.coupling.structure());
      assertTrue(distance(solver, naive.theta) < 1e-12, structure + ", N=" + n + ", seed " + SEED);
    }
  }

  @ParameterizedTest
  @EnumSource(Structure.class)
  void shouldGiveTheBitsOfTheScalarTwin(Structure structure) {
    for (int n : new int[] {3, 5, 8, 15, 16, 17, 31, 63, 130}) {
      Case c = new Case(structure, n);
      KuramotoSolver vector = c.solver(PhaseKernels.best());
      KuramotoSolver scalar = c.solver(PhaseKernels.scalar());
      for (int i = 0; i < 20; i++) {
        vector.step(1);
        scalar.step(1);
        assertArrayEquals(phases(scalar), phases(vector), 0.0, structure + ", N=" + n);
      }
    }
  }

  @Test
  void shouldKeepThePhasesInTheHalfOpenInterval() {
    KuramotoSolver solver = new KuramotoSolver(Coupling.uniform(3, 0.0, 0.0), new double[3], 0.1);
    double[] angles = {Math.PI, -Math.PI, 7 * Math.PI + 0.5};
    solver.phases(angles);
    for (int i = 0; i < 3; i++) {
      assertTrue(solver.phase(i) >= -Math.PI && solver.phase(i) < Math.PI);
      assertEquals(0.0, Math.sin((solver.phase(i) - angles[i]) / 2), 4e-15);
    }
    assertEquals(-Math.PI, solver.phase(1));
  }

  @Test
  void shouldTurnSinesAndCosinesAsTheStandardLibraryDoes() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      double x = (random.nextDouble() - 0.5) * 2 * Math.PI;
      double[] omega = {0.0};
      KuramotoSolver one = new KuramotoSolver(Coupling.uniform(1, 0.0, 0.0), omega, 0.1);
      one.phases(new double[] {x});
      assertEquals(x, one.meanPhase(), 4e-16 * Math.PI, "seed " + SEED);
      assertEquals(1.0, one.orderParameter(), 3e-16);
    }
  }

  @Test
  void shouldLockTwoOscillatorsAtTheExactAngle() {
    KuramotoSolver solver = two(0.6, 0.01);
    solver.step(6000);
    assertEquals(0.6435011088, solver.phase(0) - solver.phase(1), 1e-10);
  }

  @Test
  void shouldDriftTwoOscillatorsWithOrderFour() {
    double[] printed = {8.1e-8, 5.1e-9, 3.2e-10, 2.0e-11};
    double[] errors = new double[4];
    for (int i = 0; i < 4; i++) {
      int steps = 100 << i;
      KuramotoSolver solver = two(2.0, 2 * Math.PI / Math.sqrt(3) / steps);
      solver.step(steps);
      errors[i] = Math.abs(Math.IEEEremainder(solver.phase(0) - solver.phase(1), 2 * Math.PI));
      assertEquals(printed[i], errors[i], 0.05 * printed[i]);
    }
    for (int i = 0; i < 2; i++) {
      assertEquals(4.0, Math.log(errors[i] / errors[i + 1]) / Math.log(2), 0.05);
    }
  }

  @Test
  void shouldKeepTheSumOfTheFrequenciesWhenTheCouplingIsSymmetric() {
    int n = 37;
    SplittableRandom random = new SplittableRandom(SEED);
    double[] k = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        k[i * n + j] = random.nextDouble() - 0.5;
        k[j * n + i] = k[i * n + j];
      }
    }
    double[] omega = random.doubles(n, -1, 1).toArray();
    double[] theta = random.doubles(n, -2, 2).toArray();
    double dt = 1e-3;
    KuramotoSolver solver = new KuramotoSolver(Coupling.of(k, 0.0), omega, dt);
    solver.phases(theta);
    solver.step(1);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (solver.phase(i) - theta[i]) / dt - omega[i];
    }
    assertEquals(0.0, sum, 1e-11, "seed " + SEED);
  }

  @Test
  void shouldNeverLoseOrderWhereAllFrequenciesAreEqual() {
    int n = 50;
    double[] omega = new double[n];
    Arrays.fill(omega, 1.3);
    KuramotoSolver solver = new KuramotoSolver(Coupling.uniform(n, 1.0 / n, 0.0), omega, 0.01);
    solver.phases(new SplittableRandom(SEED).doubles(n, -3, 3).toArray());
    for (int i = 0; i < 2000; i++) {
      double before = solver.orderParameter();
      solver.step(1);
      assertTrue(solver.orderParameter() >= before - 1e-14, "step " + i + ", seed " + SEED);
    }
    assertTrue(solver.orderParameter() > 0.9);
  }

  @Test
  void shouldScaleTheCouplingAsIfTheMatrixWereScaled() {
    Case c = new Case(Structure.PAIR_LAGS, 21);
    double[] scaled = Arrays.stream(c.k).map(v -> 1.25 * v).toArray();
    KuramotoSolver byFactor = c.solver(PhaseKernels.best());
    byFactor.scale(1.25);
    byFactor.step(10);
    KuramotoSolver byMatrix = new KuramotoSolver(Coupling.of(scaled, c.lags), c.omega, 0.01);
    byMatrix.phases(c.theta);
    byMatrix.control(c.control);
    byMatrix.step(10);
    assertTrue(distance(byFactor, phases(byMatrix)) < 1e-13);
  }

  @Test
  void shouldTreatUniformControlAsEqualControlOfEach() {
    Case c = new Case(Structure.DENSE_DOUBLE, 11);
    KuramotoSolver one = c.solver(PhaseKernels.best());
    KuramotoSolver each = c.solver(PhaseKernels.best());
    double[] u = new double[11];
    Arrays.fill(u, 0.3);
    one.control(0.3);
    each.control(u);
    one.step(5);
    each.step(5);
    assertArrayEquals(phases(each), phases(one), 0.0);
  }

  @Test
  void shouldRefuseWhatIsNotUsableAndStayAsItWas() {
    assertMessage("coupling: 5 values", () -> Coupling.of(new double[5], 0.0));
    assertMessage(
        "coupling: NaN at [0, 1]", () -> Coupling.of(new double[] {0, Double.NaN, 0, 0}, 0.0));
    assertMessage("oscillators: 0", () -> Coupling.uniform(0, 1.0, 0.0));
    Coupling coupling = Coupling.uniform(2, 1.0, 0.0);
    assertMessage("dt: 0.0", () -> new KuramotoSolver(coupling, new double[2], 0.0));
    assertMessage("omega: 3 values", () -> new KuramotoSolver(coupling, new double[3], 0.1));
    KuramotoSolver solver = new KuramotoSolver(coupling, new double[2], 0.1);
    assertMessage("phases: Infinity", () -> solver.phases(new double[] {1.0, 1.0 / 0.0}));
    assertEquals(0.0, solver.phase(0));
  }

  private static void assertMessage(String start, Executable call) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
    assertTrue(message.startsWith(start), message);
  }

  private static KuramotoSolver two(double difference, double dt) {
    double[] omega = {difference, 0.0};
    return new KuramotoSolver(Coupling.uniform(2, 0.5, 0.0), omega, dt);
  }

  private static double[] phases(KuramotoSolver solver) {
    double[] theta = new double[solver.size()];
    solver.copyPhases(theta);
    return theta;
  }

  private static double distance(KuramotoSolver solver, double[] theta) {
    double max = 0;
    for (int i = 0; i < theta.length; i++) {
      max = Math.max(max, Math.abs(Math.IEEEremainder(solver.phase(i) - theta[i], 2 * Math.PI)));
    }
    return max;
  }

  /** A random problem of one structure. */
  private static final class Case {
    final double[] k;
    final double[] lags;
    final double[] omega;
    final double[] theta;
    final double[] control;
    final Coupling coupling;

    Case(Structure structure, int n) {
      SplittableRandom random = new SplittableRandom(SEED + n);
      k = random.doubles((long) n * n, -1.0 / n, 2.0 / n).toArray();
      lags = new double[n * n];
      Arrays.fill(lags, n % 2 == 0 ? 0.0 : 0.4);
      switch (structure) {
        case MEAN_FIELD -> alike(n);
        case DENSE_SINGLE -> Arrays.setAll(k, i -> (float) k[i]);
        case DENSE_DOUBLE -> {}
        case PAIR_LAGS -> Arrays.setAll(lags, i -> random.nextDouble(-1, 1));
      }
      omega = random.doubles(n, -3, 3).toArray();
      theta = random.doubles(n, -3.1, 3.1).toArray();
      control = random.doubles(n, -1, 1).toArray();
      coupling = Coupling.of(k, lags);
    }

    private void alike(int n) {
      Arrays.setAll(k, i -> i / n == i % n ? k[i] : 0.7 / n);
    }

    KuramotoSolver solver(PhaseKernels kernels) {
      KuramotoSolver solver = new KuramotoSolver(coupling, omega, 0.01, kernels);
      solver.phases(theta);
      solver.control(control);
      return solver;
    }

    NaiveKuramoto naive() {
      double[] drive = new double[omega.length];
      Arrays.setAll(drive, i -> omega[i] + control[i]);
      return new NaiveKuramoto(k, lags, drive, theta, 0.01);
    }
  }
}
