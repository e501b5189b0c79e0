package io.nfcs.solvers.cgl;

/**
 * The discrete Fourier transform as its definition reads: O(n squared) a line, no fast algorithm.
 */
final class DefiningSum {
  private DefiningSum() {}

  static void transform(double[] re, double[] im, int nx, int ny) {
    for (int x = 0; x < nx; x++) {
      line(re, im, x * ny, 1, ny);
    }
    for (int y = 0; y < ny; y++) {
      line(re, im, y, ny, nx);
    }
  }

  private static void line(double[] re, double[] im, int offset, int stride, int n) {
    double[] outRe = new double[n];
    double[] outIm = new double[n];
    for (int k = 0; k < n; k++) {
      for (int j = 0; j < n; j++) {
        double phase = -2 * Math.PI * ((long) j * k % n) / n;
        double a = re[offset + j * stride];
        double b = im[offset + j * stride];
        outRe[k] += a * StrictMath.cos(phase) - b * StrictMath.sin(phase);
        outIm[k] += a * StrictMath.sin(phase) + b * StrictMath.cos(phase);
      }
    }
    for (int k = 0; k < n; k++) {
      re[offset + k * stride] = outRe[k];
      im[offset + k * stride] = outIm[k];
    }
  }
}
