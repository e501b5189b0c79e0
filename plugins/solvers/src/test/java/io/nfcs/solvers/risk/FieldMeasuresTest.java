package io.nfcs.solvers.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FieldMeasuresTest {
  private static final long SEED = 20_250_922L;

  @ParameterizedTest
  @CsvSource({"64,64,10,10", "32,128,10,4", "128,16,3,20"})
  void shouldMeasureAPlaneWaveExactly(int nx, int ny, double lengthX, double lengthY) {
    Domain domain = new Domain(nx, ny, lengthX, lengthY);
    FieldMeasures measures = measure(domain, 0.8, 3, -2);
    double square = 0.64;
    double kx = 2 * Math.PI * 3 / lengthX;
    double ky = 2 * Math.PI * 2 / lengthY;
    double gradient = square * (kx * kx + ky * ky) * domain.area();
    double energy = square * domain.area() - gradient / 2 - square * square / 2 * domain.area();
    assertEquals(square * domain.area(), measures.mass(), 1e-12 * domain.area());
    assertEquals(gradient, measures.gradient(), 1e-11 * gradient);
    assertEquals(energy, measures.energy(), 1e-11 * gradient);
    assertEquals(0.8, measures.meanAmplitude(), 1e-14);
    assertEquals(0.0, measures.coherence(), 1e-14);
    assertEquals(0, measures.vortices().count());
  }

  /** Amplitude 1 and three waves over a length of 10: the published exact value is -127.65. */
  @Test
  void shouldGiveTheEnergyThatTheOriginalMissed() {
    Domain domain = new Domain(64, 64, 10, 10);
    double k = 2 * Math.PI / 10;
    int waves = 3;
    FieldMeasures measures = measure(domain, 1.0, waves, 0);
    assertEquals(100 * (0.5 - k * k * waves * waves / 2), measures.energy(), 1e-10);
    assertEquals(-127.65, measures.energy(), 0.005);
  }

  @Test
  void shouldLeaveOutTheDerivativeOfTheModeWithoutDirection() {
    Domain domain = new Domain(16, 32, 2, 3);
    FieldMeasures measures = measure(domain, 1.0, 8, 0);
    assertEquals(0.0, measures.gradient(), 1e-20);
    measures = measure(domain, 1.0, 8, 1);
    double ky = 2 * Math.PI / 3;
    assertEquals(ky * ky * 6, measures.gradient(), 1e-11);
  }

  @Test
  void shouldBeCoherentWhereAllPhasesAreEqualAndNeverAboveOne() {
    Domain domain = new Domain(16, 16, 1, 1);
    double[] re = new double[256];
    double[] im = new double[256];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 256; i++) {
      double a = 0.1 + 3 * random.nextDouble();
      re[i] = 0.6 * a;
      im[i] = 0.8 * a;
    }
    FieldMeasures measures = new FieldMeasures(domain);
    measures.measure(re, im);
    assertEquals(1.0, measures.coherence(), 1e-15);
    measures.measure(new double[256], new double[256]);
    assertEquals(0.0, measures.coherence());
  }

  @Test
  void shouldAgreeWithPlainSumsOnNoise() {
    Domain domain = new Domain(32, 16, 5, 2);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] re = random.doubles(512, -1, 1).toArray();
    double[] im = random.doubles(512, -1, 1).toArray();
    double sumRe = 0;
    double sumIm = 0;
    double amplitude = 0;
    double mass = 0;
    for (int i = 0; i < 512; i++) {
      sumRe += re[i];
      sumIm += im[i];
      amplitude += Math.hypot(re[i], im[i]);
      mass += (re[i] * re[i] + im[i] * im[i]) * 10 / 512;
    }
    FieldMeasures measures = new FieldMeasures(domain);
    measures.measure(re, im);
    assertEquals(amplitude / 512, measures.meanAmplitude(), 1e-13, "seed " + SEED);
    assertEquals(Math.hypot(sumRe, sumIm) / amplitude, measures.coherence(), 1e-13);
    assertEquals(mass, measures.mass(), 1e-12);
  }

  private static FieldMeasures measure(Domain domain, double amplitude, int wavesX, int wavesY) {
    double[] re = new double[domain.cells()];
    double[] im = new double[domain.cells()];
    for (int i = 0; i < re.length; i++) {
      int row = i / domain.ny();
      int column = i % domain.ny();
      double x = (double) row / domain.nx();
      double y = (double) column / domain.ny();
      double phase = 2 * Math.PI * (wavesX * x + wavesY * y);
      re[i] = amplitude * Math.cos(phase);
      im[i] = amplitude * Math.sin(phase);
    }
    FieldMeasures measures = new FieldMeasures(domain);
    measures.measure(re, im);
    return measures;
  }
}
