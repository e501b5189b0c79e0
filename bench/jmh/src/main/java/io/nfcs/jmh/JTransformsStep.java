package io.nfcs.jmh;

import io.nfcs.solvers.cgl.CglParameters;
import org.jtransforms.fft.DoubleFFT_2D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * The peer of {@link CglStepBenchmark}: the same fused Strang steps by JTransforms and plain loops.
 *
 * <p>Interleaved layout of JTransforms, one thread, everything precomputed (the library itself
 * allocates some KiB a transform), adjacent half steps fused, the same polynomial for the cubic
 * flow and the separable factor of the linear flow with the scale of the inverse transform folded
 * in.
 */
final class JTransformsStep {
  private final int nx;
  private final int ny;
  private final DoubleFFT_2D fft;
  private final double[] rowRe;
  private final double[] rowIm;
  private final double[] columnRe;
  private final double[] columnIm;
  private final double[] coefficients;
  private final double[] a;

  JTransformsStep(CglParameters p, double[] re, double[] im, double[] coefficients) {
    nx = p.nx();
    ny = p.ny();
    this.coefficients = coefficients;
    ConcurrencyUtils.setNumberOfThreads(1);
    fft = new DoubleFFT_2D(nx, ny);
    rowRe = new double[nx];
    rowIm = new double[nx];
    columnRe = new double[ny];
    columnIm = new double[ny];
    factors(p.dt(), p.c1(), p.dt(), p.lengthX(), 1.0 / ((double) nx * ny), rowRe, rowIm);
    factors(p.dt(), p.c1(), 0, p.lengthY(), 1, columnRe, columnIm);
    a = new double[2 * nx * ny];
    for (int i = 0; i < nx * ny; i++) {
      a[2 * i] = re[i];
      a[2 * i + 1] = im[i];
    }
  }

  private static void factors(
      double h, double c1, double growth, double length, double scale, double[] re, double[] im) {
    int n = re.length;
    for (int i = 0; i < n; i++) {
      double k = 2 * Math.PI * (i < n / 2 ? i : i - n) / length;
      double size = scale * Math.exp(growth - h * k * k);
      re[i] = size * Math.cos(h * c1 * k * k);
      im[i] = -size * Math.sin(h * c1 * k * k);
    }
  }

  /** Performs one whole step as inside a run of steps: N(h) and L(h). */
  void step() {
    cubic();
    fft.complexForward(a);
    linear();
    fft.complexInverse(a, false);
  }

  private void cubic() {
    double[] c = coefficients;
    int top = c.length - 2;
    for (int i = 0; i < a.length; i += 2) {
      double x = a[i];
      double y = a[i + 1];
      double q = Math.fma(y, y, x * x);
      double fr = c[top];
      double fi = c[top + 1];
      for (int k = top - 2; k >= 0; k -= 2) {
        fr = Math.fma(fr, q, c[k]);
        fi = Math.fma(fi, q, c[k + 1]);
      }
      a[i] = x * fr - y * fi;
      a[i + 1] = Math.fma(x, fi, y * fr);
    }
  }

  private void linear() {
    for (int x = 0; x < nx; x++) {
      double rr = rowRe[x];
      double ri = rowIm[x];
      int row = 2 * x * ny;
      for (int y = 0; y < ny; y++) {
        double fr = Math.fma(-ri, columnIm[y], rr * columnRe[y]);
        double fi = Math.fma(ri, columnRe[y], rr * columnIm[y]);
        double re = a[row + 2 * y];
        double im = a[row + 2 * y + 1];
        a[row + 2 * y] = re * fr - im * fi;
        a[row + 2 * y + 1] = Math.fma(re, fi, im * fr);
      }
    }
  }
}
