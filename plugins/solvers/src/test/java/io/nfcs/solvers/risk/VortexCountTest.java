package io.nfcs.solvers.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.solvers.risk.VortexCount.Edges;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VortexCountTest {
  private static final long SEED = 20_250_922L;

  @ParameterizedTest
  @CsvSource({"64,0.0", "64,0.5", "128,0.0", "128,0.5", "256,0.0", "256,0.5", "256,0.37"})
  void shouldCountOneVortexAsOne(int n, double offset) {
    for (int charge : new int[] {1, -1}) {
      double[] re = new double[n * n];
      double[] im = new double[n * n];
      for (int i = 0; i < n * n; i++) {
        int row = i / n;
        int column = i % n;
        double x = row - 0.5 * n + offset;
        double y = column - 0.5 * n + offset;
        re[i] = x;
        im[i] = charge * y;
      }
      VortexCount vortices = new VortexCount(n, n);
      vortices.count(re, im, Edges.OPEN);
      assertEquals(1, vortices.count());
      assertEquals(charge, vortices.net());
      vortices.count(re, im, Edges.PERIODIC);
      assertEquals(0, vortices.net(), "a periodic field has no net charge");
    }
  }

  /** sin x + i sin y with a waves: zeros at the crossings of both, of alternating charge. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldCountALatticeOfVortices(int waves) {
    int nx = 64;
    int ny = 128;
    double[] re = new double[nx * ny];
    double[] im = new double[nx * ny];
    for (int i = 0; i < nx * ny; i++) {
      int row = i / ny;
      int column = i % ny;
      re[i] = Math.sin(2 * Math.PI * waves * (row + 0.31) / nx);
      im[i] = Math.sin(2 * Math.PI * waves * (column + 0.77) / ny);
    }
    VortexCount vortices = new VortexCount(nx, ny);
    vortices.count(re, im, Edges.PERIODIC);
    assertEquals(2 * waves * waves, vortices.positive());
    assertEquals(2 * waves * waves, vortices.negative());
    assertEquals(0, vortices.net());
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256})
  void shouldCountNoVortexInASmoothField(int n) {
    double[] re = new double[n * n];
    double[] im = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      int row = i / n;
      int column = i % n;
      double x = 2 * Math.PI * row / n;
      double y = 2 * Math.PI * column / n;
      double phase = 4 * Math.sin(x) + 3 * Math.cos(2 * y) + 2 * x;
      re[i] = Math.cos(phase);
      im[i] = Math.sin(phase);
    }
    VortexCount vortices = new VortexCount(n, n);
    vortices.count(re, im, Edges.PERIODIC);
    assertEquals(0, vortices.count());
  }

  @Test
  void shouldAgreeWithWrappedAnglesOnNoise() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 20; round++) {
      int nx = random.nextInt(2, 40);
      int ny = random.nextInt(2, 40);
      double[] re = random.doubles((long) nx * ny, -1, 1).toArray();
      double[] im = random.doubles((long) nx * ny, -1, 1).toArray();
      VortexCount vortices = new VortexCount(nx, ny);
      vortices.count(re, im, Edges.PERIODIC);
      int positive = 0;
      int negative = 0;
      for (int x = 0; x < nx; x++) {
        for (int y = 0; y < ny; y++) {
          int a = x * ny + y;
          int b = (x + 1) % nx * ny + y;
          int c = (x + 1) % nx * ny + (y + 1) % ny;
          int d = x * ny + (y + 1) % ny;
          double turn = turn(re, im, a, b) + turn(re, im, b, c);
          turn += turn(re, im, c, d) + turn(re, im, d, a);
          long winding = Math.round(turn / (2 * Math.PI));
          positive += winding > 0 ? 1 : 0;
          negative += winding < 0 ? 1 : 0;
        }
      }
      assertEquals(positive, vortices.positive(), "seed " + SEED + ", round " + round);
      assertEquals(negative, vortices.negative(), "seed " + SEED + ", round " + round);
    }
  }

  private static double turn(double[] re, double[] im, int from, int to) {
    double difference = Math.atan2(im[to], re[to]) - Math.atan2(im[from], re[from]);
    return Math.IEEEremainder(difference, 2 * Math.PI);
  }
}
