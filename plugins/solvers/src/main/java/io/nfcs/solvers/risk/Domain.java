package io.nfcs.solvers.risk;

/**
 * Size of a periodic field: cell (x, y) of a plane is at {@code [x * ny + y]}.
 *
 * <p><b>Fails.</b> With {@link IllegalArgumentException} on a count below 2 or a length that is not
 * positive and finite.
 *
 * @param nx cells along x
 * @param ny cells along y
 * @param lengthX size along x
 * @param lengthY size along y
 */
public record Domain(int nx, int ny, double lengthX, double lengthY) {
  /** Checks the sizes. */
  public Domain {
    check(nx >= 2, "nx", nx, "2 or more");
    check(ny >= 2, "ny", ny, "2 or more");
    check(lengthX > 0 && Double.isFinite(lengthX), "lengthX", lengthX, "finite and above 0");
    check(lengthY > 0 && Double.isFinite(lengthY), "lengthY", lengthY, "finite and above 0");
  }

  /** Returns the number of cells. */
  public int cells() {
    return nx * ny;
  }

  /** Returns the area of a cell. */
  public double cellArea() {
    return lengthX / nx * (lengthY / ny);
  }

  /** Returns the area of the field. */
  public double area() {
    return lengthX * lengthY;
  }

  private static void check(boolean holds, String key, Number value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": " + value + ", allowed: " + allowed);
    }
  }
}
