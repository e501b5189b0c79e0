package io.nfcs.solvers.cgl;

import io.nfcs.cache.Memo;
import io.nfcs.codec.Argument;
import io.nfcs.codec.ComplexField;
import io.nfcs.codec.KeyWriter;
import io.nfcs.grid.Grid;

/**
 * A request for a solution of the complex Ginzburg-Landau equation: its start and its length.
 * Solutions have the same bits on every machine, so that any may keep them for all.
 *
 * @param parameters equation, grid and step
 * @param initial field at the beginning, on the parameters' grid
 * @param controlRe real part of the control, the same everywhere
 * @param controlIm imaginary part of the control
 * @param steps number of steps, not negative
 */
public record CglSolve(
    CglParameters parameters, ComplexField initial, double controlRe, double controlIm, int steps)
    implements Argument {
  private static final String VERSION = "cgl-strang-2/1";

  /** Refuses a field on another grid. */
  public CglSolve {
    if (initial.nx() != parameters.nx() || initial.ny() != parameters.ny()) {
      throw new IllegalArgumentException(
          "initial field of %d x %d points, allowed as in the parameters: %d x %d"
              .formatted(initial.nx(), initial.ny(), parameters.nx(), parameters.ny()));
    }
  }

  /** Opens the memo of all such solutions. */
  public static Memo<CglSolve, ComplexField> memo(Grid grid) {
    return grid.memo("cgl-solve", VERSION, ComplexField.codec(), CglSolve::solve);
  }

  @Override
  public void describe(KeyWriter key) {
    key.add(parameters.lengthX())
        .add(parameters.lengthY())
        .add(parameters.c1())
        .add(parameters.c3())
        .add(parameters.dt())
        .add(controlRe)
        .add(controlIm)
        .add(steps)
        .add(initial);
  }

  /**
   * Returns the solution.
   *
   * @throws ArithmeticException if the solution is not finite
   * @throws IllegalArgumentException if a control is not finite, or the number of steps negative
   */
  public ComplexField solve() {
    CglSolver solver = new CglSolver(parameters);
    double[] re = initial.re();
    double[] im = initial.im();
    solver.load(re, im);
    solver.control(controlRe, controlIm);
    solver.advance(steps);
    solver.store(re, im);
    if (!solver.isFinite()) {
      throw new ArithmeticException("the solution after " + steps + " steps is not finite");
    }
    return ComplexField.of(parameters.nx(), parameters.ny(), re, im);
  }
}
