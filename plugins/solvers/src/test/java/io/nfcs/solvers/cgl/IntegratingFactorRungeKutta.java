package io.nfcs.solvers.cgl;

import org.jtransforms.fft.DoubleFFT_2D;

/**
 * Another way to the same solution, for comparison: the classical Runge-Kutta scheme on the
 * spectrum with the linear part as integrating factor, on the FFT of JTransforms.
 */
final class IntegratingFactorRungeKutta {
  private final int nx;
  private final int ny;
  private final double c3;
  private final DoubleFFT_2D fft;
  private final double[] source;

  private IntegratingFactorRungeKutta(CglParameters parameters, InitialField control) {
    nx = parameters.nx();
    ny = parameters.ny();
    c3 = parameters.c3();
    fft = new DoubleFFT_2D(nx, ny);
    source = interleaved(control.re(), control.im());
    fft.complexForward(source);
  }

  static TestField run(
      CglParameters parameters, InitialField start, InitialField control, double time, int steps) {
    IntegratingFactorRungeKutta scheme = new IntegratingFactorRungeKutta(parameters, control);
    double h = time / steps;
    double[] half = factor(parameters, h / 2);
    double[] v = interleaved(start.re(), start.im());
    scheme.fft.complexForward(v);
    for (int step = 0; step < steps; step++) {
      v = scheme.step(v, h, half);
    }
    scheme.fft.complexInverse(v, true);
    TestField end = TestField.zero(parameters.nx(), parameters.ny());
    for (int i = 0; i < end.re().length; i++) {
      end.re()[i] = v[2 * i];
      end.im()[i] = v[2 * i + 1];
    }
    return end;
  }

  private double[] step(double[] v, double h, double[] half) {
    double[] k1 = slope(v);
    double[] k2 = slope(times(half, plus(v, h / 2, k1)));
    double[] k3 = slope(plus(times(half, v), h / 2, k2));
    double[] k4 = slope(plus(times(half, times(half, v)), h, times(half, k3)));
    double[] outer = times(half, times(half, plus(v, h / 6, k1)));
    double[] inner = times(half, plus(k2, 1, k3));
    return plus(plus(outer, h / 3, inner), h / 6, k4);
  }

  private double[] slope(double[] spectrum) {
    double[] a = spectrum.clone();
    fft.complexInverse(a, true);
    for (int i = 0; i < a.length; i += 2) {
      double square = a[i] * a[i] + a[i + 1] * a[i + 1];
      double re = -square * (a[i] - c3 * a[i + 1]);
      double im = -square * (a[i + 1] + c3 * a[i]);
      a[i] = re;
      a[i + 1] = im;
    }
    fft.complexForward(a);
    return plus(a, 1, source);
  }

  private static double[] factor(CglParameters p, double h) {
    double[] factor = new double[2 * p.nx() * p.ny()];
    for (int x = 0; x < p.nx(); x++) {
      for (int y = 0; y < p.ny(); y++) {
        double kx = 2 * Math.PI * (x < p.nx() / 2 ? x : x - p.nx()) / p.lengthX();
        double ky = 2 * Math.PI * (y < p.ny() / 2 ? y : y - p.ny()) / p.lengthY();
        double k2 = kx * kx + ky * ky;
        int at = 2 * (x * p.ny() + y);
        factor[at] = Math.exp(h * (1 - k2)) * Math.cos(h * p.c1() * k2);
        factor[at + 1] = -Math.exp(h * (1 - k2)) * Math.sin(h * p.c1() * k2);
      }
    }
    return factor;
  }

  private static double[] times(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i += 2) {
      product[i] = a[i] * b[i] - a[i + 1] * b[i + 1];
      product[i + 1] = a[i] * b[i + 1] + a[i + 1] * b[i];
    }
    return product;
  }

  private static double[] plus(double[] a, double factor, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + factor * b[i];
    }
    return sum;
  }

  private static double[] interleaved(double[] re, double[] im) {
    double[] both = new double[2 * re.length];
    for (int i = 0; i < re.length; i++) {
      both[2 * i] = re[i];
      both[2 * i + 1] = im[i];
    }
    return both;
  }
}
