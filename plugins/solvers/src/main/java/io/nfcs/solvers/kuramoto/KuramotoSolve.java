package io.nfcs.solvers.kuramoto;

import io.nfcs.cache.Memo;
import io.nfcs.codec.Argument;
import io.nfcs.codec.Codec;
import io.nfcs.codec.KeyWriter;
import io.nfcs.grid.Grid;

/**
 * A request for the phases of coupled oscillators: their start and the number of steps. They have
 * the same bits on every machine, so that any may keep them for all.
 *
 * <p><b>Owns</b> copies of its arrays. <b>Threads.</b> Any.
 */
public final class KuramotoSolve implements Argument {
  private static final String VERSION = "kuramoto-rk4/1";

  private final double[] coupling;
  private final double lag;
  private final double[] omega;
  private final double[] phases;
  private final double dt;
  private final int steps;

  /**
   * Creates a request for phases.
   *
   * @param coupling row-major, n n values: the pull of j on i at {@code [i * n + j]}
   * @param lag of every pair, rad
   * @param omega natural frequency of each, n values
   * @param phases at the beginning, rad, n values
   * @param dt time step
   * @param steps number of steps, not negative
   */
  public KuramotoSolve(
      double[] coupling, double lag, double[] omega, double[] phases, double dt, int steps) {
    this.coupling = coupling.clone();
    this.lag = lag;
    this.omega = omega.clone();
    this.phases = phases.clone();
    this.dt = dt;
    this.steps = steps;
  }

  /** Opens the memo of all such phases. */
  public static Memo<KuramotoSolve, double[]> memo(Grid grid) {
    return grid.memo("kuramoto-solve", VERSION, Codec.doubles(), KuramotoSolve::solve);
  }

  @Override
  public void describe(KeyWriter key) {
    key.add(lag)
        .add(dt)
        .add(steps)
        .add(coupling, omega.length, omega.length)
        .add(omega, omega.length)
        .add(phases, phases.length);
  }

  /**
   * Returns the phases at the end, each in [-pi, pi).
   *
   * @throws IllegalArgumentException if lengths or values do not fit, which the constructor does
   *     not check
   * @throws ArithmeticException as {@link KuramotoSolver#step}
   */
  public double[] solve() {
    KuramotoSolver solver = new KuramotoSolver(Coupling.of(coupling, lag), omega, dt);
    solver.phases(phases);
    solver.step(steps);
    double[] end = new double[phases.length];
    solver.copyPhases(end);
    return end;
  }
}
