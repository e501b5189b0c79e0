package io.nfcs.solvers.kuramoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large populations against the exact theory of infinite ones. */
@Timeout(240)
class KuramotoTheoryTest {
  /** Ott and Antonsen 2008: Lorentzian frequencies, a start on their manifold. */
  @ParameterizedTest
  @CsvSource({
    "4000, 4.0, 0.0, .015",
    "4000, 1.0, 0.0, .015",
    "4000, 4.0, 0.5, .015",
    "16000, 4.0, 0.0, .008",
    "16000, 1.0, 0.0, .008",
    "16000, 4.0, 0.5, .008"
  })
  void shouldFollowOttAndAntonsen(int n, double k, double lag, double accepted) {
    KuramotoSolver solver = lorentzian(n, k, lag, 0.2);
    double worst = 0;
    for (int step = 1; step <= 1000; step++) {
      solver.step(1);
      worst = Math.max(worst, Math.abs(solver.orderParameter() - exact(k, lag, 0.01 * step)));
    }
    assertTrue(worst < accepted, "" + worst);
  }

  /** Sakaguchi and Kuramoto 1986: the locked population turns at -(K sin a / 2)(1 + R^2). */
  @Test
  void shouldTurnAtTheRateOfSakaguchi() {
    double k = 4.0;
    double lag = 0.5;
    KuramotoSolver solver = lorentzian(4000, k, lag, 0.2);
    solver.step(1000);
    double turned = 0;
    for (int step = 0; step < 1000; step++) {
      double before = solver.meanPhase();
      solver.step(1);
      turned += Math.IEEEremainder(solver.meanPhase() - before, 2 * Math.PI);
    }
    double r2 = 1 - 2 / (k * Math.cos(lag));
    double rate = -k * Math.sin(lag) / 2 * (1 + r2);
    assertEquals(rate, turned / 10.0, 0.02 * Math.abs(rate));
  }

  /** Kuramoto 1975: r = K r integral of cos^2 x g(K r sin x), Gaussian g of deviation 1. */
  @ParameterizedTest
  @CsvSource({"1.2, 0.0, .02", "2.0, .71517, .001", "3.0, .92518, .001"})
  void shouldSynchroniseAsTheSelfConsistentEquationSays(double k, double r, double accepted) {
    int n = 4000;
    double[] omega = IntStream.range(0, n).mapToDouble(i -> normalQuantile((i + .5) / n)).toArray();
    KuramotoSolver solver = new KuramotoSolver(Coupling.uniform(n, k / n, 0.0), omega, 0.05);
    solver.phases(IntStream.range(0, n).mapToDouble(i -> 6.28 * golden(i)).toArray());
    solver.step(2000);
    double sum = 0;
    for (int step = 0; step < 2000; step++) {
      solver.step(1);
      sum += solver.orderParameter();
    }
    assertEquals(r, sum / 2000, accepted);
  }

  /** Below the critical coupling, r shrinks as 1 / sqrt(N) for random frequencies. */
  @Test
  void shouldFluctuateAsTheRootOfTheSizeBelowTheCriticalCoupling() {
    int[] sizes = {500, 2000, 8000};
    double[] scaled = Arrays.stream(sizes).mapToDouble(n -> rootMeanOrder(n)).toArray();
    double mean = Arrays.stream(scaled).average().orElseThrow();
    for (double s : scaled) {
      assertEquals(mean, s, 0.2 * mean, Arrays.toString(scaled));
    }
  }

  private static double rootMeanOrder(int n) {
    double sum = 0;
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] omega = random.doubles(n).map(KuramotoTheoryTest::normalQuantile).toArray();
      KuramotoSolver solver = new KuramotoSolver(Coupling.uniform(n, 0.8 / n, 0.0), omega, 0.1);
      solver.phases(random.doubles(n, -Math.PI, Math.PI).toArray());
      solver.step(200);
      for (int i = 0; i < 200; i++) {
        solver.step(1);
        sum += solver.orderParameter() / (20 * 200);
      }
    }
    return sum * Math.sqrt(n);
  }

  private static KuramotoSolver lorentzian(int n, double k, double lag, double r0) {
    double[] omega = new double[n];
    double[] theta = new double[n];
    double narrow = (1 - r0) / (1 + r0);
    for (int i = 1; i <= n; i++) {
      omega[i - 1] = Math.tan(Math.PI * ((i - .5) / n - .5));
      theta[i - 1] = 2 * Math.atan(narrow * Math.tan(Math.PI * (golden(i) - .5)));
    }
    KuramotoSolver solver = new KuramotoSolver(Coupling.uniform(n, k / n, lag), omega, 0.01);
    solver.phases(theta);
    return solver;
  }

  private static double exact(double k, double lag, double t) {
    double kc = k * Math.cos(lag);
    double limit = 1 - 2 / kc;
    return Math.sqrt(limit / (1 + (limit / .04 - 1) * Math.exp(-(kc - 2) * t)));
  }

  private static double golden(int i) {
    double x = i * .6180339887498949;
    return x - Math.floor(x);
  }

  /** Returns the inverse of the normal distribution by bisection of its series (Marsaglia 2004). */
  private static double normalQuantile(double p) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 60; i++) {
      double x = (low + high) / 2;
      if (normal(x) < p) {
        low = x;
      } else {
        high = x;
      }
    }
    return (low + high) / 2;
  }

  private static double normal(double x) {
    double term = x;
    double sum = x;
    for (int i = 3; Math.abs(term) > 1e-18 && i < 400; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }
}
