package io.nfcs.solvers.cgl;

/**
 * A planned two-dimensional complex FFT on split planes, in natural order on both sides.
 *
 * <p>Element (x, y) of the field is {@code re[x * ny + y]}, {@code im[x * ny + y]}; mode (kx, ky)
 * of the spectrum is at {@code [kx * ny + ky]}, negative wave numbers in the upper half as usual.
 * {@link #forward} computes sum of a(x, y) e^(-2 pi i (kx x / nx + ky y / ny)); {@link #inverse}
 * the conjugate sum divided by nx ny, so that it undoes {@code forward}.
 *
 * <p><b>Threads.</b> One at a time: a plan owns scratch memory. <b>Allocates.</b> Only in the
 * constructor. <b>Fails.</b> With {@link IllegalArgumentException} on a size that is no power of
 * two in 16..2048 and on planes of another length than nx ny.
 */
public final class Fft2d {
  private final int nx;
  private final int ny;
  private final Line lineX;
  private final Line lineY;

  /**
   * Plans transforms of one size.
   *
   * @param nx rows, a power of two in 16..2048
   * @param ny columns, a power of two in 16..2048
   */
  public Fft2d(int nx, int ny) {
    this.nx = GridSize.check("nx", nx);
    this.ny = GridSize.check("ny", ny);
    lineX = new Line(nx);
    lineY = new Line(ny);
  }

  /** Number of rows (first index). */
  public int nx() {
    return nx;
  }

  /** Number of columns (second index, contiguous). */
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
    checkPlanes(re, im);
    transform(re, im);
  }

  /**
   * Transforms in place from the spectrum back to the field, scaled by 1/(nx ny).
   *
   * @param re real plane, nx ny values
   * @param im imaginary plane, nx ny values
   */
  public void inverse(double[] re, double[] im) {
    checkPlanes(re, im);
    transform(im, re);
    double scale = 1.0 / ((double) nx * ny);
    for (int i = 0; i < re.length; i++) {
      re[i] *= scale;
      im[i] *= scale;
    }
  }

  private void transform(double[] re, double[] im) {
    for (int x = 0; x < nx; x++) {
      lineY.transform(re, im, x * ny, 1);
    }
    for (int y = 0; y < ny; y++) {
      lineX.transform(re, im, y, ny);
    }
  }

  private void checkPlanes(double[] re, double[] im) {
    if (re.length != nx * ny || im.length != nx * ny) {
      throw new IllegalArgumentException(
          "planes of " + re.length + " and " + im.length + " values, plan needs " + nx * ny);
    }
  }

  /** One-dimensional radix-2 transform of strided lines through a contiguous scratch line. */
  private static final class Line {
    private final int n;
    private final double[] cos;
    private final double[] sin;
    private final double[] re;
    private final double[] im;

    Line(int n) {
      this.n = n;
      cos = new double[n / 2];
      sin = new double[n / 2];
      re = new double[n];
      im = new double[n];
      for (int k = 0; k < n / 2; k++) {
        cos[k] = StrictMath.cos(2 * Math.PI * k / n);
        sin[k] = -StrictMath.sin(2 * Math.PI * k / n);
      }
    }

    void transform(double[] planeRe, double[] planeIm, int offset, int stride) {
      int shift = 32 - Integer.numberOfTrailingZeros(n);
      for (int i = 0; i < n; i++) {
        int source = offset + (Integer.reverse(i) >>> shift) * stride;
        re[i] = planeRe[source];
        im[i] = planeIm[source];
      }
      for (int m = 1; m < n; m *= 2) {
        pass(m);
      }
      for (int i = 0; i < n; i++) {
        planeRe[offset + i * stride] = re[i];
        planeIm[offset + i * stride] = im[i];
      }
    }

    private void pass(int m) {
      int step = n / (2 * m);
      for (int block = 0; block < n; block += 2 * m) {
        for (int j = 0; j < m; j++) {
          int a = block + j;
          int b = a + m;
          double wr = cos[j * step];
          double wi = sin[j * step];
          double tr = Math.fma(-im[b], wi, re[b] * wr);
          double ti = Math.fma(re[b], wi, im[b] * wr);
          re[b] = re[a] - tr;
          im[b] = im[a] - ti;
          re[a] += tr;
          im[a] += ti;
        }
      }
    }
  }
}
