package io.nfcs.solvers.cgl;

import io.nfcs.solvers.cgl.simd.FieldKernels;
import io.nfcs.solvers.cgl.simd.RadixPlan;

/**
 * A planned two-dimensional complex FFT on split planes, in natural order on both sides.
 *
 * <p>Element (x, y) of the field is {@code re[x * ny + y]}, {@code im[x * ny + y]}; mode (kx, ky)
 * of the spectrum is at {@code [kx * ny + ky]}, negative wave numbers in the upper half as usual.
 * {@link #forward} computes sum of a(x, y) e^(-2 pi i (kx x / nx + ky y / ny)); {@link #inverse}
 * the conjugate sum divided by nx ny, so that it undoes {@code forward}.
 *
 * <p><b>Threads.</b> One at a time: a plan owns scratch memory. <b>Allocates.</b> Only in the
 * constructor. <b>Fails.</b> With {@link IllegalArgumentException} on a size that is not a power of
 * two in 16..2048 and on planes of another length than nx ny.
 */
public final class Fft2d {
  private final int nx;
  private final int ny;
  private final FieldKernels kernels;
  private final RadixPlan planX;
  private final RadixPlan planY;
  private final PanelField field;
  private final double[] row;

  /**
   * Plans transforms of one size.
   *
   * @param nx rows, a power of two in 16..2048
   * @param ny columns, a power of two in 16..2048
   */
  public Fft2d(int nx, int ny) {
    this(nx, ny, FieldKernels.best());
  }

  Fft2d(int nx, int ny, FieldKernels kernels) {
    this.nx = GridSize.check("nx", nx);
    this.ny = GridSize.check("ny", ny);
    this.kernels = kernels;
    planX = new RadixPlan(nx);
    planY = new RadixPlan(ny);
    field = new PanelField(nx, ny, kernels);
    row = new double[2 * kernels.lanes() * ny];
  }

  /** Returns the number of rows (first index). */
  public int nx() {
    return nx;
  }

  /** Returns the number of columns (second index, contiguous). */
  public int ny() {
    return ny;
  }

  /**
   * Transforms in place from the field to its spectrum.
   *
   * @param re real plane, nx ny values
   * @param im imaginary plane, nx ny values
   */
  public void forward(double[] re, double[] im) {
    PanelField.checkPlanes(re, im, nx * ny);
    field.load(re, im);
    for (int p = 0; p < field.panels(); p += field.batch()) {
      kernels.forwardColumns(field.data(), field.panel(p), planX, field.batch());
    }
    for (int p = 0; p < field.rowPanels(); p++) {
      kernels.gatherRows(
          field.data(), field.rowPanel(p), field.pitch(), field.panels(), row, 0, planX);
      kernels.forward(row, 0, planY, 1);
      spread(p, re, im);
    }
  }

  /**
   * Transforms in place from the spectrum back to the field, scaled by 1/(nx ny).
   *
   * @param re real plane, nx ny values
   * @param im imaginary plane, nx ny values
   */
  public void inverse(double[] re, double[] im) {
    PanelField.checkPlanes(re, im, nx * ny);
    for (int p = 0; p < field.rowPanels(); p++) {
      collect(p, re, im);
      kernels.inverse(row, 0, planY, 1);
      kernels.scatterRows(
          field.data(), field.rowPanel(p), field.pitch(), field.panels(), row, 0, planX);
    }
    for (int p = 0; p < field.panels(); p += field.batch()) {
      kernels.inverseColumns(field.data(), field.panel(p), planX, field.batch());
    }
    field.store(re, im);
  }

  /** Puts a row panel, digit-reversed along both indices, to its natural place. */
  private void spread(int panel, double[] re, double[] im) {
    int lanes = kernels.lanes();
    for (int l = 0; l < lanes; l++) {
      int to = planX.frequencyAt(panel * lanes + l) * ny;
      for (int y = 0; y < ny; y++) {
        int from = 2 * lanes * y + l;
        re[to + planY.frequencyAt(y)] = row[from];
        im[to + planY.frequencyAt(y)] = row[from + lanes];
      }
    }
  }

  private void collect(int panel, double[] re, double[] im) {
    int lanes = kernels.lanes();
    double scale = 1.0 / ((double) nx * ny);
    for (int l = 0; l < lanes; l++) {
      int from = planX.frequencyAt(panel * lanes + l) * ny;
      for (int y = 0; y < ny; y++) {
        int to = 2 * lanes * y + l;
        row[to] = scale * re[from + planY.frequencyAt(y)];
        row[to + lanes] = scale * im[from + planY.frequencyAt(y)];
      }
    }
  }
}
