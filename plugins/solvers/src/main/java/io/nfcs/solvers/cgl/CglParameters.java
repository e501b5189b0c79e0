package io.nfcs.solvers.cgl;

/**
 * Parameters of a solver of dA/dt = A + (1 + i c1) Lap A - (1 + i c3)|A|² A + u on a periodic
 * rectangle.
 *
 * <p><b>Units.</b> Lengths and time in the units of the equation. <b>Fails.</b> With {@link
 * IllegalArgumentException} naming the value and what is allowed.
 *
 * @param nx grid points along x (first index), a power of two in 16..2048
 * @param ny grid points along y (second index, contiguous), a power of two in 16..2048
 * @param lengthX period along x, positive
 * @param lengthY period along y, positive
 * @param c1 linear dispersion
 * @param c3 nonlinear dispersion
 * @param dt time step, above 0 and at most 1
 */
public record CglParameters(
    int nx, int ny, double lengthX, double lengthY, double c1, double c3, double dt) {
  private static final double LARGEST_STEP = 1;

  /** Validates. */
  public CglParameters {
    GridSize.check("nx", nx);
    GridSize.check("ny", ny);
    checkLength("lengthX", lengthX);
    checkLength("lengthY", lengthY);
    checkFinite("c1", c1);
    checkFinite("c3", c3);
    if (!(dt > 0 && dt <= LARGEST_STEP)) {
      throw new IllegalArgumentException(
          "dt = " + dt + ": allowed are values above 0 and at most " + LARGEST_STEP);
    }
  }

  /** Returns the same equation and grid with another time step. */
  public CglParameters withDt(double dt) {
    return new CglParameters(nx, ny, lengthX, lengthY, c1, c3, dt);
  }

  private static void checkLength(String name, double length) {
    if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " = " + length + ": allowed are finite values above 0");
    }
  }

  private static void checkFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " = " + value + ": allowed are finite values");
    }
  }
}
