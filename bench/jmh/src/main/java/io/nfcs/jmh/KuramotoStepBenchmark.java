package io.nfcs.jmh;

import io.nfcs.lab.Shows;
import io.nfcs.solvers.kuramoto.Coupling;
import io.nfcs.solvers.kuramoto.KuramotoSolver;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One RK4 step of N oscillators against the plain double loop with N^2 {@code Math.sin} a stage.
 *
 * <p>{@code dense} and {@code single} have a coupling that differs from pair to pair, in double and
 * in exact single precision, so that the O(N) form is not taken; {@code lags} has a lag for each
 * pair beside it; {@code uniform} is the mean field; {@code plain} is the peer, on the coupling of
 * {@code dense}.
 */
@Shows("one Runge-Kutta step by number of oscillators, ours against the double loop")
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class KuramotoStepBenchmark {
  private static final double DT = 0.01;

  /** Number of oscillators. */
  @Param({"8", "50", "200", "1000"})
  public int n;

  private KuramotoSolver dense;
  private KuramotoSolver single;
  private KuramotoSolver lags;
  private KuramotoSolver uniform;
  private double[] k;
  private double[] omega;
  private double[] theta;
  private double[] moved;
  private double[] slope;
  private double[] sum;

  /** Makes the populations, all with the same frequencies and phases. */
  @Setup(Level.Trial)
  public void fill() {
    SplittableRandom random = new SplittableRandom(42);
    k = random.doubles((long) n * n, 0.5 / n, 1.5 / n).toArray();
    omega = random.doubles(n, -1, 1).toArray();
    theta = random.doubles(n, -3, 3).toArray();
    moved = new double[n];
    slope = new double[n];
    sum = new double[n];
    double[] rounded = Arrays.stream(k).map(v -> (float) v).toArray();
    double[] angles = random.doubles((long) n * n, -0.5, 0.5).toArray();
    dense = solver(Coupling.of(k, 0.0));
    single = solver(Coupling.of(rounded, 0.0));
    lags = solver(Coupling.of(k, angles));
    uniform = solver(Coupling.uniform(n, 1.0 / n, 0.0));
  }

  /** Steps with couplings that differ, in double precision. */
  @Benchmark
  public double dense() {
    dense.step(1);
    return dense.phase(0);
  }

  /** Steps with couplings that differ, exact in single precision. */
  @Benchmark
  public double single() {
    single.step(1);
    return single.phase(0);
  }

  /** Steps with couplings and lags that differ. */
  @Benchmark
  public double lags() {
    lags.step(1);
    return lags.phase(0);
  }

  /** Steps with one coupling for all. */
  @Benchmark
  public double uniform() {
    uniform.step(1);
    return uniform.phase(0);
  }

  /** Steps the peer: the defining double loop, without memory allocated in a step. */
  @Benchmark
  public double plain() {
    System.arraycopy(theta, 0, moved, 0, n);
    Arrays.fill(sum, 0.0);
    stage(1.0, DT / 2);
    stage(2.0, DT / 2);
    stage(2.0, DT);
    stage(1.0, 0.0);
    for (int i = 0; i < n; i++) {
      theta[i] = Math.IEEEremainder(theta[i] + DT / 6 * sum[i], 2 * Math.PI);
    }
    return theta[0];
  }

  private void stage(double weight, double reach) {
    for (int i = 0; i < n; i++) {
      double s = omega[i];
      for (int j = 0; j < n; j++) {
        s += k[i * n + j] * Math.sin(moved[j] - moved[i]);
      }
      slope[i] = s;
    }
    for (int i = 0; i < n; i++) {
      sum[i] += weight * slope[i];
      moved[i] = theta[i] + reach * slope[i];
    }
  }

  private KuramotoSolver solver(Coupling coupling) {
    KuramotoSolver solver = new KuramotoSolver(coupling, omega, DT);
    solver.phases(theta);
    return solver;
  }
}
