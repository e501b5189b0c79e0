package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Memo;
import io.nfcs.codec.ComplexField;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.Grid;
import io.nfcs.solvers.kuramoto.KuramotoSolve;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Solutions by request, kept by a real grid and found again after its restart. */
class SolveMemoTest {
  private static final NfcsConfig CONFIG =
      NfcsConfig.parse(
          "test",
          "{grid: {thin_client_port: 0, disk_bytes: 64MiB, offheap_bytes: 64MiB}, cache:"
              + " {ttl_millis: 0, near_bytes: 16MiB, slab_bytes: 2MiB, warm_up: []}}");

  @TempDir Path folder;

  @Test
  void shouldSolveACglProblemOnce() {
    CglParameters parameters = new CglParameters(32, 16, 10, 10, 0.8, 1.5, 0.01);
    InitialField start = InitialField.on(parameters, InitialField.Nodes.PERIODIC);
    start.spiral(0.3, 1, 0.5).noise(0.05, 42);
    ComplexField initial = ComplexField.of(32, 16, start.re(), start.im());
    CglSolver solver = new CglSolver(parameters);
    solver.load(start.re(), start.im());
    solver.control(0.1, -0.2);
    solver.advance(100);
    double[] re = new double[512];
    double[] im = new double[512];
    solver.store(re, im);

    CglSolve solve = new CglSolve(parameters, initial, 0.1, -0.2, 100);
    try (Grid grid = Grid.start(folder, CONFIG);
        Memo<CglSolve, ComplexField> memo = CglSolve.memo(grid)) {
      memo.get(solve);
      assertEquals(1, memo.statistics().loads());
      // in two halves: the second begins with the result of the first
      ComplexField half = memo.get(new CglSolve(parameters, initial, 0.1, -0.2, 50));
      ComplexField whole = memo.get(new CglSolve(parameters, half, 0.1, -0.2, 50));
      assertArrayEquals(re, whole.re(), 1e-12, "except for a step that is cut in two");
      assertEquals(3, memo.statistics().loads());
    }
    try (Grid grid = Grid.start(folder, CONFIG);
        Memo<CglSolve, ComplexField> memo = CglSolve.memo(grid).verify(1, SolveMemoTest::apart)) {
      ComplexField found = memo.get(solve);
      assertArrayEquals(re, found.re());
      assertArrayEquals(im, found.im());
      CacheStatistics statistics = memo.statistics();
      assertEquals(0, statistics.loads());
      assertEquals(1, statistics.tier("disk").hits());
      assertEquals(1, memo.verification().samples());
      assertEquals(0, memo.verification().largestDeviation());
      memo.get(new CglSolve(parameters.withDt(0.02), initial, 0.1, -0.2, 100));
      memo.get(new CglSolve(parameters, initial, 0.1, 0.2, 100));
      memo.get(new CglSolve(parameters, initial, 0.1, -0.2, 101));
      assertEquals(3, memo.statistics().loads());
    }
  }

  @Test
  void shouldSolveAKuramotoProblemOnce() {
    int n = 8;
    double[] coupling = new SplittableRandom(1).doubles(64).toArray();
    double[] omega = {2, 3.5, 4, 6, 8, 10, 12, 15};
    double[] phases = new SplittableRandom(2).doubles(n).toArray();
    try (Grid grid = Grid.start(folder, CONFIG);
        Memo<KuramotoSolve, double[]> memo = KuramotoSolve.memo(grid)) {
      double[] end = memo.get(new KuramotoSolve(coupling, 0.1, omega, phases, 0.01, 1000));
      assertArrayEquals(end, memo.get(new KuramotoSolve(coupling, 0.1, omega, phases, 0.01, 1000)));
      assertEquals(1, memo.statistics().loads());
      phases[3] = Math.nextUp(phases[3]);
      memo.get(new KuramotoSolve(coupling, 0.1, omega, phases, 0.01, 1000));
      assertEquals(2, memo.statistics().loads());
    }
  }

  private static double apart(ComplexField a, ComplexField b) {
    double largest = 0;
    for (int i = 0; i < a.nx() * a.ny(); i++) {
      largest = Math.max(largest, Math.hypot(a.re(i) - b.re(i), a.im(i) - b.im(i)));
    }
    return largest;
  }
}
