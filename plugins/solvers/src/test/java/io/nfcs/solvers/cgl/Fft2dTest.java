package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.jtransforms.fft.DoubleFFT_2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class Fft2dTest {
  private static final long SEED = 20_250_922L;

  @Test
  void shouldAgreeWithTheDefiningSumOn64By64() {
    assertAgreesWithDefiningSum(64, 64);
  }

  @ParameterizedTest
  @CsvSource({"16,16", "16,32", "32,16", "64,16", "16,128", "32,64"})
  void shouldAgreeWithTheDefiningSumOnRectangles(int nx, int ny) {
    assertAgreesWithDefiningSum(nx, ny);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64, 128, 256, 512, 1024, 2048})
  void shouldAgreeWithJTransformsOnEverySize(int n) {
    assertAgreesWithJTransforms(n, n);
  }

  @ParameterizedTest
  @CsvSource({"16,2048", "2048,16", "32,512", "512,64", "128,1024", "1024,256"})
  void shouldAgreeWithJTransformsOnRectangles(int nx, int ny) {
    assertAgreesWithJTransforms(nx, ny);
  }

  @ParameterizedTest
  @CsvSource({"16,16", "64,64", "32,256", "512,128", "1024,1024"})
  void shouldReturnToTheFieldAndKeepItsEnergy(int nx, int ny) {
    double[] re = noise(nx * ny, SEED);
    double[] im = noise(nx * ny, SEED + 1);
    double[] re0 = re.clone();
    double[] im0 = im.clone();
    Fft2d fft = new Fft2d(nx, ny);

    fft.forward(re, im);
    double spectral = energy(re, im) / ((double) nx * ny);
    double field = energy(re0, im0);
    assertEquals(1.0, spectral / field, 1e-14, "Parseval, seed " + SEED);

    fft.inverse(re, im);
    assertTrue(rmsDifference(re, im, re0, im0) < 1e-15, "round trip, seed " + SEED);
  }

  @Test
  void shouldPutOneModeWhereItsWaveNumberSays() {
    int nx = 32;
    int ny = 64;
    double[] re = new double[nx * ny];
    double[] im = new double[nx * ny];
    for (int x = 0; x < nx; x++) {
      for (int y = 0; y < ny; y++) {
        double phase = 2 * Math.PI * (3.0 * x / nx - 5.0 * y / ny);
        re[x * ny + y] = StrictMath.cos(phase);
        im[x * ny + y] = StrictMath.sin(phase);
      }
    }
    new Fft2d(nx, ny).forward(re, im);
    double[] expected = new double[nx * ny];
    expected[3 * ny + (ny - 5)] = nx * ny;
    assertArrayEquals(expected, re, 1e-10);
    assertArrayEquals(new double[nx * ny], im, 1e-10);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -16, 8, 24, 100, 4096})
  void shouldRefuseASizeWithoutPlan(int n) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Fft2d(64, n));
    assertEquals(
        "ny = " + n + ": allowed are the powers of two from 16 to 2048", refused.getMessage());
  }

  @Test
  void shouldRefusePlanesOfAnotherSize() {
    Fft2d fft = new Fft2d(16, 32);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> fft.forward(new double[512], new double[256]));
    assertEquals("planes of 512 and 256 values, plan needs 512", refused.getMessage());
  }

  private static void assertAgreesWithDefiningSum(int nx, int ny) {
    double[] re = noise(nx * ny, SEED);
    double[] im = noise(nx * ny, SEED + 1);
    double[] sumRe = re.clone();
    double[] sumIm = im.clone();
    DefiningSum.transform(sumRe, sumIm, nx, ny);
    new Fft2d(nx, ny).forward(re, im);
    double scale = Math.sqrt((double) nx * ny);
    assertTrue(rmsDifference(re, im, sumRe, sumIm) / scale < 1e-13, "seed " + SEED);
  }

  private static void assertAgreesWithJTransforms(int nx, int ny) {
    double[] re = noise(nx * ny, SEED);
    double[] im = noise(nx * ny, SEED + 1);
    double[] peer = new double[2 * nx * ny];
    for (int i = 0; i < nx * ny; i++) {
      peer[2 * i] = re[i];
      peer[2 * i + 1] = im[i];
    }
    new DoubleFFT_2D(nx, ny).complexForward(peer);
    new Fft2d(nx, ny).forward(re, im);
    double sum = 0;
    for (int i = 0; i < nx * ny; i++) {
      sum += square(re[i] - peer[2 * i]) + square(im[i] - peer[2 * i + 1]);
    }
    double rms = Math.sqrt(sum / (nx * ny)) / Math.sqrt((double) nx * ny);
    assertTrue(rms < 1e-14, "rms " + rms + ", seed " + SEED);
  }

  private static double[] noise(int n, long seed) {
    return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
  }

  private static double energy(double[] re, double[] im) {
    double sum = 0;
    for (int i = 0; i < re.length; i++) {
      sum += square(re[i]) + square(im[i]);
    }
    return sum;
  }

  private static double rmsDifference(double[] re, double[] im, double[] re0, double[] im0) {
    double sum = 0;
    for (int i = 0; i < re.length; i++) {
      sum += square(re[i] - re0[i]) + square(im[i] - im0[i]);
    }
    return Math.sqrt(sum / re.length);
  }

  private static double square(double x) {
    return x * x;
  }
}
