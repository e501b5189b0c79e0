package io.nfcs.solvers.cgl;

import io.nfcs.solvers.cgl.simd.FieldKernels;

/**
 * A solver of the complex Ginzburg-Landau equation on a periodic rectangle.
 *
 * <p>{@link #advance} is of order 2 in dt and costs two transforms a step (symmetric splitting with
 * the exact cubic sub-step, Strang 1968); {@link #advanceRichardson} is of order 4, costs six, and
 * estimates its error. The control u is an additive source, constant until it is set again; both
 * schemes keep their order with it. Results do not depend on the vector width of the machine.
 *
 * <p>Planes are row-major: point (x, y) at {@code [x * ny + y]}. Another dt, c1 or c3 is another
 * solver.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns.</b> The field and all scratch memory.
 * <b>Allocates.</b> In the constructor and on the first control that is not uniform; nothing else.
 * <b>Fails.</b> With {@link IllegalArgumentException} on planes of another size, a control that is
 * not finite, a negative number of steps.
 */
public final class CglSolver {
  private static final double THIRD = 1.0 / 3;

  private final CglParameters parameters;
  private final StrangStepper whole;
  private final StrangStepper half;
  private final PanelField field;
  private final PanelField scratch;

  /**
   * Plans a solver; its field and its control are zero.
   *
   * @param parameters equation, grid and step
   */
  public CglSolver(CglParameters parameters) {
    this(parameters, FieldKernels.best());
  }

  CglSolver(CglParameters parameters, FieldKernels kernels) {
    this.parameters = parameters;
    whole = new StrangStepper(parameters, parameters.dt(), kernels);
    half = new StrangStepper(parameters, parameters.dt() / 2, kernels);
    field = new PanelField(parameters.nx(), parameters.ny(), kernels);
    scratch = new PanelField(parameters.nx(), parameters.ny(), kernels);
  }

  /** Returns the parameters of this solver. */
  public CglParameters parameters() {
    return parameters;
  }

  /**
   * Sets the field.
   *
   * @param re real plane, nx ny values, copied
   * @param im imaginary plane, nx ny values, copied
   */
  public void load(double[] re, double[] im) {
    checkPlanes(re, im);
    field.load(re, im);
  }

  /**
   * Copies the field out.
   *
   * @param re takes the real plane, nx ny values
   * @param im takes the imaginary plane, nx ny values
   */
  public void store(double[] re, double[] im) {
    checkPlanes(re, im);
    field.store(re, im);
  }

  /**
   * Returns whether every value of the field is finite. The steps do not check it: a field that has
   * overflowed is advanced as NaN until another is loaded.
   */
  public boolean isFinite() {
    return field.isFinite();
  }

  /**
   * Multiplies the field, as a linear damping does over a time.
   *
   * @param factor finite
   */
  public void scale(double factor) {
    if (!Double.isFinite(factor)) {
      throw new IllegalArgumentException("factor = " + factor + ": allowed are finite values");
    }
    field.scale(factor);
  }

  /**
   * Sets a control that is the same everywhere, in place of any other.
   *
   * @param re real part, finite
   * @param im imaginary part, finite
   */
  public void control(double re, double im) {
    if (!Double.isFinite(re) || !Double.isFinite(im)) {
      throw new IllegalArgumentException(
          "control = " + re + " + " + im + " i: allowed are finite values");
    }
    whole.linear().source(re, im);
    half.linear().source(re, im);
  }

  /**
   * Sets a control that varies in space, in place of any other.
   *
   * @param re real plane, nx ny values, copied
   * @param im imaginary plane, nx ny values, copied
   */
  public void control(double[] re, double[] im) {
    checkPlanes(re, im);
    scratch.load(re, im);
    whole.linear().source(scratch);
    scratch.load(re, im);
    half.linear().source(scratch);
  }

  /**
   * Advances by {@code steps} times dt, order 2.
   *
   * @param steps number of steps, not negative
   */
  public void advance(int steps) {
    checkSteps(steps);
    whole.advance(field, steps);
  }

  /**
   * Advances by {@code steps} times dt, order 4: (4 S(h/2)² - S(h))/3, extrapolated at each step.
   *
   * @param steps number of steps, not negative
   * @return the largest estimate |S(h/2)² - S(h)|/3 of any of the steps, over all points and both
   *     components; the result itself is better than that
   */
  public double advanceRichardson(int steps) {
    checkSteps(steps);
    double worst = 0;
    for (int step = 0; step < steps; step++) {
      scratch.copyFrom(field);
      whole.advance(scratch, 1);
      half.advance(field, 2);
      worst = Math.max(worst, extrapolate(field, scratch));
    }
    return worst;
  }

  private static double extrapolate(PanelField halved, PanelField single) {
    double[] fine = halved.data();
    double[] coarse = single.data();
    double worst = 0;
    for (int i = 0; i < halved.rows(); i++) {
      double correction = (fine[i] - coarse[i]) * THIRD;
      fine[i] += correction;
      worst = Math.max(worst, Math.abs(correction));
    }
    return worst;
  }

  private void checkPlanes(double[] re, double[] im) {
    PanelField.checkPlanes(re, im, parameters.nx() * parameters.ny());
  }

  private static void checkSteps(int steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("steps = " + steps + ": allowed are 0 and more");
    }
  }
}
