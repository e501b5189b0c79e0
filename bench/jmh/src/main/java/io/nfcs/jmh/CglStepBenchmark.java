package io.nfcs.jmh;

import io.nfcs.lab.Shows;
import io.nfcs.solvers.cgl.CglParameters;
import io.nfcs.solvers.cgl.CglSolver;
import io.nfcs.solvers.cgl.simd.CubicFlow;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One Strang step of the field, ours against JTransforms doing the same step on one thread.
 *
 * <p>Both run as a run of steps does, with half steps fused, on the same start, with the same
 * polynomial for the cubic flow. Time is per step.
 */
@Shows("one time step of the field by grid, ours against JTransforms")
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class CglStepBenchmark {
  private static final int STEPS = 20;

  /** Points along each side. */
  @Param({"64", "128", "256", "512"})
  public int n;

  private CglSolver solver;
  private JTransformsStep peer;

  /** Builds both contenders on the same start. */
  @Setup
  public void setUp() {
    CglParameters parameters = new CglParameters(n, n, 50, 50, 2, -1.5, 0.01);
    double[] re = new double[n * n];
    double[] im = new double[n * n];
    for (int x = 0; x < n; x++) {
      for (int y = 0; y < n; y++) {
        re[x * n + y] = 0.5 * Math.cos(2 * Math.PI * x / n) + 0.2 * Math.cos(4 * Math.PI * y / n);
        im[x * n + y] = 0.5 * Math.sin(2 * Math.PI * y / n) + 0.2 * Math.sin(4 * Math.PI * x / n);
      }
    }
    solver = new CglSolver(parameters);
    solver.load(re, im);
    peer =
        new JTransformsStep(
            parameters, re, im, new CubicFlow(parameters.dt(), -1.5).coefficients());
  }

  /** Measures this solver. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void nfcs() {
    solver.advance(STEPS);
  }

  /** Measures the peer. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void jtransforms() {
    for (int i = 0; i < STEPS; i++) {
      peer.step();
    }
  }
}
