package io.nfcs.solvers.cgl;

import io.nfcs.solvers.cgl.simd.FieldKernels;

/**
 * A complex field as column panels: panel p holds columns pL..pL+L-1, a group {@code [L re][L im]}
 * for each row.
 *
 * <p>The transform along x works on a panel in place; the one along y gathers L rows at a time.
 * Panels of long lines are a block of L groups further apart than their length, so that those
 * blocks fall into different cache sets; panels of short lines are adjacent and worked on in
 * batches.
 */
final class PanelField {
  /** Origin that makes the first group begin a cache line, with objects aligned to 64 bytes. */
  private static final int ORIGIN = 6;

  /** Half of a first-level cache of 32 KiB: short lines are worked on several panels at a time. */
  private static final int BATCH_DOUBLES = 2048;

  private final int nx;
  private final int ny;
  private final int lanes;
  private final int batch;
  private final int rowBatch;
  private final int pitch;
  private final double[] data;

  PanelField(int nx, int ny, FieldKernels kernels) {
    this.nx = nx;
    this.ny = ny;
    this.lanes = kernels.lanes();
    this.batch = batch(nx, ny / lanes, lanes);
    this.rowBatch = batch(ny, nx / lanes, lanes);
    this.pitch = 2 * lanes * (batch > 1 ? nx : nx + lanes);
    this.data = new double[rows() + rowBatch * rowSize()];
  }

  double[] data() {
    return data;
  }

  /** Returns the number of column panels. */
  int panels() {
    return ny / lanes;
  }

  /** Returns the number of panels of L rows. */
  int rowPanels() {
    return nx / lanes;
  }

  /** Returns how many column panels are worked on together, adjacent in memory. */
  int batch() {
    return batch;
  }

  /** Returns how many row panels are worked on together. */
  int rowBatch() {
    return rowBatch;
  }

  /** Returns how many panels of n groups are worked on together; a divisor of their number. */
  static int batch(int n, int panels, int lanes) {
    int fitting = BATCH_DOUBLES / (2 * lanes * n);
    return Math.max(1, Math.min(fitting, panels));
  }

  int pitch() {
    return pitch;
  }

  /**
   * Returns the offset of the working memory of a batch of row panels; it lies in the same array
   * because a large array begins a page, and so both are aligned.
   */
  int rows() {
    return panel(panels());
  }

  /** Returns the doubles of a row panel. */
  int rowSize() {
    return 2 * lanes * ny;
  }

  /** Returns the offset of a column panel. */
  int panel(int p) {
    return ORIGIN + p * pitch;
  }

  /** Returns the offset of the first group of a panel of rows, in the first column panel. */
  int rowPanel(int p) {
    return ORIGIN + p * lanes * 2 * lanes;
  }

  void load(double[] re, double[] im) {
    for (int x = 0; x < nx; x++) {
      for (int p = 0; p < panels(); p++) {
        int from = x * ny + p * lanes;
        int to = panel(p) + x * 2 * lanes;
        for (int l = 0; l < lanes; l++) {
          data[to + l] = re[from + l];
          data[to + lanes + l] = im[from + l];
        }
      }
    }
  }

  void store(double[] re, double[] im) {
    for (int x = 0; x < nx; x++) {
      for (int p = 0; p < panels(); p++) {
        int to = x * ny + p * lanes;
        int from = panel(p) + x * 2 * lanes;
        for (int l = 0; l < lanes; l++) {
          re[to + l] = data[from + l];
          im[to + l] = data[from + lanes + l];
        }
      }
    }
  }

  void scale(double factor) {
    for (int i = 0; i < rows(); i++) {
      data[i] *= factor;
    }
  }

  /** Returns whether every value is finite: the product of any other value with zero is NaN. */
  boolean isFinite() {
    // separate sums do not wait for each other
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = rows();
    int i = 0;
    for (; i + 3 < end; i += 4) {
      a += data[i] * 0;
      b += data[i + 1] * 0;
      c += data[i + 2] * 0;
      d += data[i + 3] * 0;
    }
    for (; i < end; i++) {
      a += data[i] * 0;
    }
    return a + b + c + d == 0;
  }

  void copyFrom(PanelField other) {
    System.arraycopy(other.data, 0, data, 0, rows());
  }

  /** Throws unless both planes have nx ny values. */
  static void checkPlanes(double[] re, double[] im, int size) {
    if (re.length != size || im.length != size) {
      throw new IllegalArgumentException(
          "planes of " + re.length + " and " + im.length + " values, plan needs " + size);
    }
  }
}
