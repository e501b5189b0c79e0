package io.nfcs.solvers.risk;

/**
 * Vortices of a complex field: the cells of four neighbouring points around which the phase turns
 * once.
 *
 * <p>The turn around a cell is the number of times its four edges cross the negative real axis,
 * counted with direction; whether an edge does is decided by two signs and a cross product, without
 * an angle, so the answer is exact for the values given. Over a whole periodic field the turns add
 * up to 0; {@link Edges#OPEN} leaves the cells across the seam out, for a field that is only a
 * window.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates.</b> Only when made. <b>Fails.</b> With {@link
 * IllegalArgumentException} on planes of another length than nx ny. Amplitudes below 1e-150 are too
 * small for a cross product and count as no crossing.
 */
final class VortexCount {
  /** Cells that are examined. */
  public enum Edges {
    /** All nx ny cells of a periodic field. */
    PERIODIC,
    /** The (nx - 1)(ny - 1) cells that do not cross the seam. */
    OPEN
  }

  private final int nx;
  private final int ny;
  private byte[] along;
  private byte[] next;
  private final byte[] across;
  private int positive;
  private int negative;

  /**
   * Creates a count for fields of one size.
   *
   * @param nx points along x
   * @param ny points along y
   */
  public VortexCount(int nx, int ny) {
    this.nx = nx;
    this.ny = ny;
    along = new byte[ny];
    next = new byte[ny];
    across = new byte[ny];
  }

  /**
   * Counts the vortices of a field.
   *
   * @param re real plane, row-major
   * @param im imaginary plane, row-major
   * @param edges cells to examine
   */
  public void count(double[] re, double[] im, Edges edges) {
    if (re.length != nx * ny || im.length != nx * ny) {
      throw new IllegalArgumentException(
          "planes: %d and %d values, allowed: %d".formatted(re.length, im.length, nx * ny));
    }
    positive = 0;
    negative = 0;
    int rows = edges == Edges.OPEN ? nx - 1 : nx;
    int columns = edges == Edges.OPEN ? ny - 1 : ny;
    crossAlong(re, im, 0, along);
    for (int x = 0; x < rows; x++) {
      int below = (x + 1) % nx * ny;
      crossAlong(re, im, below, next);
      crossAcross(re, im, x * ny, below);
      tally(columns);
      byte[] swap = along;
      along = next;
      next = swap;
    }
  }

  /** Returns how many vortices have charge +1: the phase grows counter-clockwise. */
  public int positive() {
    return positive;
  }

  /** Returns how many vortices have charge -1. */
  public int negative() {
    return negative;
  }

  /** Returns how many vortices have either charge. */
  public int count() {
    return positive + negative;
  }

  /** Returns the sum of the charges. */
  public int net() {
    return positive - negative;
  }

  private void tally(int columns) {
    for (int y = 0; y < columns; y++) {
      int right = y + 1 == ny ? 0 : y + 1;
      int turns = across[y] + next[y] - across[right] - along[y];
      positive += turns > 0 ? 1 : 0;
      negative += turns < 0 ? 1 : 0;
    }
  }

  private void crossAlong(double[] re, double[] im, int row, byte[] to) {
    int last = row + ny - 1;
    for (int y = 0; y < ny - 1; y++) {
      to[y] = crossing(re[row + y], im[row + y], re[row + y + 1], im[row + y + 1]);
    }
    to[ny - 1] = crossing(re[last], im[last], re[row], im[row]);
  }

  private void crossAcross(double[] re, double[] im, int row, int below) {
    for (int y = 0; y < ny; y++) {
      across[y] = crossing(re[row + y], im[row + y], re[below + y], im[below + y]);
    }
  }

  /** Returns +1 or -1 where the shorter turn from a to b passes the negative real axis, else 0. */
  private static byte crossing(double aRe, double aIm, double bRe, double bIm) {
    boolean up = aIm >= 0;
    if (up == bIm >= 0) {
      return 0;
    }
    double cross = aRe * bIm - aIm * bRe;
    if (up) {
      return (byte) (cross > 0 ? 1 : 0);
    }
    return (byte) (cross < 0 ? -1 : 0);
  }
}
