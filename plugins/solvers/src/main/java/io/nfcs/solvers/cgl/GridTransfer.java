package io.nfcs.solvers.cgl;

import java.util.Arrays;

/**
 * A transfer of a field between a grid and one of half as many points along each axis, by its
 * spectrum: the modes that both grids hold are kept, the others are zero (trigonometric
 * interpolation; Trefethen, Spectral Methods in MATLAB, 2000, chapter 3). The coarse grid's Nyquist
 * mode is not kept, since it represents two modes.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
final class GridTransfer {
  private final Fft2d fine;
  private final Fft2d coarse;
  private final double[] fineRe;
  private final double[] fineIm;
  private final double[] coarseRe;
  private final double[] coarseIm;

  /** Creates a transfer between nx x ny and nx/2 x ny/2 points. */
  GridTransfer(int nx, int ny) {
    fine = new Fft2d(nx, ny);
    coarse = new Fft2d(nx / 2, ny / 2);
    fineRe = new double[nx * ny];
    fineIm = new double[nx * ny];
    coarseRe = new double[nx * ny / 4];
    coarseIm = new double[nx * ny / 4];
  }

  /** Transfers the fine grid's planes to those of the coarse one. */
  void restrict(double[] re, double[] im, double[] toRe, double[] toIm) {
    System.arraycopy(re, 0, fineRe, 0, re.length);
    System.arraycopy(im, 0, fineIm, 0, im.length);
    fine.forward(fineRe, fineIm);
    Arrays.fill(toRe, 0);
    Arrays.fill(toIm, 0);
    copyModes(fineRe, toRe, false, 0.25);
    copyModes(fineIm, toIm, false, 0.25);
    coarse.inverse(toRe, toIm);
  }

  /** Transfers the coarse grid's planes to those of the fine one. */
  void prolong(double[] re, double[] im, double[] toRe, double[] toIm) {
    System.arraycopy(re, 0, coarseRe, 0, re.length);
    System.arraycopy(im, 0, coarseIm, 0, im.length);
    coarse.forward(coarseRe, coarseIm);
    Arrays.fill(toRe, 0);
    Arrays.fill(toIm, 0);
    copyModes(coarseRe, toRe, true, 4);
    copyModes(coarseIm, toIm, true, 4);
    fine.inverse(toRe, toIm);
  }

  private void copyModes(double[] from, double[] to, boolean toFine, double scale) {
    int nx = coarse.nx();
    int ny = coarse.ny();
    for (int kx = 1 - nx / 2; kx < nx / 2; kx++) {
      for (int ky = 1 - ny / 2; ky < ny / 2; ky++) {
        int inCoarse = index(coarse, kx, ky);
        int inFine = index(fine, kx, ky);
        to[toFine ? inFine : inCoarse] = scale * from[toFine ? inCoarse : inFine];
      }
    }
  }

  private static int index(Fft2d grid, int kx, int ky) {
    return Math.floorMod(kx, grid.nx()) * grid.ny() + Math.floorMod(ky, grid.ny());
  }
}
