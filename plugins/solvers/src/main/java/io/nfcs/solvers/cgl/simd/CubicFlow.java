package io.nfcs.solvers.cgl.simd;

/**
 * The exact flow of dA/dt = -(1 + i c3)|A|² A over a fixed time t.
 *
 * <p>A is multiplied by (1 + 2 t |A|²)^(-(1 + i c3)/2). That factor is analytic in |A|², so up to
 * |A|² = {@link #limit()} it is a polynomial (Chebyshev interpolation, degree chosen so that the
 * error is below one part in 10^15); above the limit it is computed from the logarithm of {@link
 * StrictMath} and a series, which are the same on every machine.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class CubicFlow {
  /** The largest |A|² of the polynomial; defect turbulence reaches 2.2. */
  static final double LIMIT = 2.5;

  private static final double ACCURACY = 1e-15;

  /** Degree that is enough for the usual time steps, and fastest in the kernels. */
  static final int LOWEST_DEGREE = 7;

  private static final int HIGHEST_DEGREE = 41;

  /** Number of terms for phases below 1 in size. */
  private static final int SERIES_TERMS = 19;

  private final double twoT;
  private final double c3;
  private final double limit;
  private final double[] coefficients;

  /**
   * Prepares the flow over one time.
   *
   * @param t time, model units, positive
   * @param c3 nonlinear dispersion
   */
  public CubicFlow(double t, double c3) {
    this.twoT = 2 * t;
    this.c3 = c3;
    double range = LIMIT;
    double[] fitted = fit(range);
    while (fitted.length == 0) {
      range /= 2;
      fitted = fit(range);
    }
    limit = range;
    coefficients = fitted;
  }

  /** Returns the largest |A|² that the polynomial covers. */
  public double limit() {
    return limit;
  }

  /** Returns the degree of the polynomial, always odd: the kernels take two coefficients a turn. */
  public int degree() {
    return coefficients.length / 2 - 1;
  }

  /**
   * Returns the coefficients of the factor as a polynomial in |A|²: real and imaginary part of the
   * constant, of the linear term, and so on. Must not be changed.
   */
  public double[] coefficients() {
    return coefficients;
  }

  /** Applies the flow to the one value (a[re], a[im]). */
  void apply(double[] a, int re, int im) {
    double square = Math.fma(a[im], a[im], a[re] * a[re]);
    if (square > limit) {
      applyExact(a, re, im, square);
      return;
    }
    int top = coefficients.length - 2;
    double factorRe = coefficients[top];
    double factorIm = coefficients[top + 1];
    for (int k = top - 2; k >= 0; k -= 2) {
      factorRe = Math.fma(factorRe, square, coefficients[k]);
      factorIm = Math.fma(factorIm, square, coefficients[k + 1]);
    }
    multiply(a, re, im, factorRe, factorIm);
  }

  /**
   * Applies the factor at any |A|²: its phase is halved k times, turned into cosine and sine by the
   * series, and these squared k times. The sine and cosine of {@link StrictMath} allocate.
   */
  private void applyExact(double[] a, int re, int im, double square) {
    double growth = twoT * square;
    double phase = -0.5 * c3 * StrictMath.log1p(growth);
    int halvings = Math.max(0, Math.getExponent(phase) + 1);
    double small = Math.scalb(phase, -halvings);
    double cos = 1;
    double sin = 0;
    for (int n = SERIES_TERMS; n >= 1; n--) {
      double next = 1 - small * sin / n;
      sin = small * cos / n;
      cos = next;
    }
    for (int k = 0; k < halvings; k++) {
      double next = cos * cos - sin * sin;
      sin = 2 * cos * sin;
      cos = next;
    }
    double size = 1 / Math.sqrt(1 + growth);
    multiply(a, re, im, size * cos, size * sin);
  }

  private static void multiply(double[] a, int re, int im, double factorRe, double factorIm) {
    double x = a[re];
    double y = a[im];
    a[re] = x * factorRe - y * factorIm;
    a[im] = Math.fma(x, factorIm, y * factorRe);
  }

  private double exactRe(double square) {
    double growth = twoT * square;
    return StrictMath.cos(-0.5 * c3 * StrictMath.log1p(growth)) / Math.sqrt(1 + growth);
  }

  private double exactIm(double square) {
    double growth = twoT * square;
    return StrictMath.sin(-0.5 * c3 * StrictMath.log1p(growth)) / Math.sqrt(1 + growth);
  }

  private double[] fit(double range) {
    for (int degree = LOWEST_DEGREE; degree <= HIGHEST_DEGREE; degree += 2) {
      double[] trial = interpolate(degree, range);
      if (error(trial, range) < ACCURACY) {
        return trial;
      }
    }
    return new double[0];
  }

  private double[] interpolate(int degree, double range) {
    int n = degree + 1;
    double[] nodes = new double[n];
    double[] re = new double[n];
    double[] im = new double[n];
    for (int i = 0; i < n; i++) {
      nodes[i] = 0.5 * range * (1 + StrictMath.cos(Math.PI * (i + 0.5) / n));
      re[i] = exactRe(nodes[i]);
      im[i] = exactIm(nodes[i]);
    }
    double[] monomialRe = monomial(nodes, re);
    double[] monomialIm = monomial(nodes, im);
    double[] interleaved = new double[2 * n];
    for (int k = 0; k < n; k++) {
      interleaved[2 * k] = monomialRe[k];
      interleaved[2 * k + 1] = monomialIm[k];
    }
    return interleaved;
  }

  /** Returns Newton's divided differences, expanded into powers. */
  private static double[] monomial(double[] nodes, double[] values) {
    int n = nodes.length;
    double[] newton = values.clone();
    for (int order = 1; order < n; order++) {
      for (int i = n - 1; i >= order; i--) {
        newton[i] = (newton[i] - newton[i - 1]) / (nodes[i] - nodes[i - order]);
      }
    }
    double[] powers = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      for (int k = n - 1; k > 0; k--) {
        powers[k] = powers[k - 1] - nodes[i] * powers[k];
      }
      powers[0] = newton[i] - nodes[i] * powers[0];
    }
    return powers;
  }

  private double error(double[] trial, double range) {
    double worst = 0;
    for (int i = 0; i <= 256; i++) {
      double square = range * i / 256;
      double re = trial[trial.length - 2];
      double im = trial[trial.length - 1];
      for (int k = trial.length - 4; k >= 0; k -= 2) {
        re = Math.fma(re, square, trial[k]);
        im = Math.fma(im, square, trial[k + 1]);
      }
      worst = Math.max(worst, Math.abs(re - exactRe(square)));
      worst = Math.max(worst, Math.abs(im - exactIm(square)));
    }
    return worst;
  }
}
