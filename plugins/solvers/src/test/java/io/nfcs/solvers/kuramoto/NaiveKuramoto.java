package io.nfcs.solvers.kuramoto;

/** The defining double loop with N^2 platform sines and a plain Runge-Kutta step: the oracle. */
final class NaiveKuramoto {
  private final int n;
  private final double[] k;
  private final double[] lags;
  private final double[] drive;
  private final double dt;
  final double[] theta;

  NaiveKuramoto(double[] k, double[] lags, double[] drive, double[] theta, double dt) {
    n = theta.length;
    this.k = k;
    this.lags = lags;
    this.drive = drive;
    this.theta = theta.clone();
    this.dt = dt;
  }

  void step() {
    double[] a = slope(theta);
    double[] b = slope(moved(a, dt / 2));
    double[] c = slope(moved(b, dt / 2));
    double[] d = slope(moved(c, dt));
    for (int i = 0; i < n; i++) {
      theta[i] += dt / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]);
    }
  }

  double[] slope(double[] x) {
    double[] slope = drive.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        slope[i] += k[i * n + j] * Math.sin(x[j] - x[i] - lags[i * n + j]);
      }
    }
    return slope;
  }

  private double[] moved(double[] slope, double h) {
    double[] x = theta.clone();
    for (int i = 0; i < n; i++) {
      x[i] += h * slope[i];
    }
    return x;
  }
}
