package io.nfcs.solvers.risk;

import io.nfcs.solvers.cgl.Fft2d;

/**
 * Integrals and order of a complex field, measured together.
 *
 * <p>The energy is E = sum(|phi|^2 - |grad phi|^2 / 2 - |phi|^4 / 2) dx dy with the spectral
 * derivative. The mode at half the grid's rate has no definite sign of its wave number and is left
 * out along its axis, as in any first derivative on a grid (Trefethen 2000, Spectral Methods in
 * MATLAB, ch. 3): its derivative is 0 on every grid point.
 *
 * <p>The mean of |phi| is not an order parameter, as it is not bounded by 1; {@link #coherence} is
 * |mean of phi| / mean of |phi|: 1 where all phases are equal, 0 where they cancel, whatever the
 * amplitude.
 *
 * <p><b>Units.</b> Lengths of the {@link Domain}; phi without unit. <b>Threads.</b> One at a time.
 * <b>Owns</b> the plan and planes of its transform. <b>Allocates.</b> Only when made. <b>Fails.</b>
 * With {@link IllegalArgumentException} on planes of another size than the domain.
 */
public final class FieldMeasures {
  private final Domain domain;
  private final Fft2d fft;
  private final double[] squaresX;
  private final double[] squaresY;
  private final double[] spectrumRe;
  private final double[] spectrumIm;
  private final VortexCount vortices;
  private final LaneSum sumRe = new LaneSum();
  private final LaneSum sumIm = new LaneSum();
  private final LaneSum sumAmplitude = new LaneSum();
  private final LaneSum sumSquare = new LaneSum();
  private final LaneSum sumFourth = new LaneSum();
  private final LaneSum sumGradient = new LaneSum();

  /**
   * Creates the measures for fields of one size.
   *
   * @param domain whose nx and ny are powers of two in 16..2048
   */
  public FieldMeasures(Domain domain) {
    this.domain = domain;
    fft = new Fft2d(domain.nx(), domain.ny());
    squaresX = squares(domain.nx(), domain.lengthX());
    squaresY = squares(domain.ny(), domain.lengthY());
    spectrumRe = new double[domain.cells()];
    spectrumIm = new double[domain.cells()];
    vortices = new VortexCount(domain.nx(), domain.ny());
  }

  /**
   * Measures a field; all results belong to the last field measured.
   *
   * @param re real plane, row-major
   * @param im imaginary plane, row-major
   */
  public void measure(double[] re, double[] im) {
    vortices.count(re, im, VortexCount.Edges.PERIODIC);
    measureValues(re, im);
    measureGradient(re, im);
  }

  /** Returns the mean of |phi|, not bounded by 1. */
  public double meanAmplitude() {
    return sumAmplitude.total() / domain.cells();
  }

  /**
   * Returns the global order parameter |mean of phi| / mean of |phi|, 0..1; 0 for a field that is
   * 0.
   */
  public double coherence() {
    double amplitude = sumAmplitude.total();
    if (amplitude == 0) {
      return 0.0;
    }
    double re = sumRe.total();
    double im = sumIm.total();
    return Math.min(1.0, Math.sqrt(re * re + im * im) / amplitude);
  }

  /** Returns the integral of |phi|^2. */
  public double mass() {
    return sumSquare.total() * domain.cellArea();
  }

  /** Returns the integral of |grad phi|^2. */
  public double gradient() {
    return sumGradient.total() / domain.cells() * domain.cellArea();
  }

  /** Returns the energy functional. */
  public double energy() {
    return mass() - 0.5 * gradient() - 0.5 * sumFourth.total() * domain.cellArea();
  }

  /** Returns the vortices of the periodic field. */
  public VortexCount vortices() {
    return vortices;
  }

  /** Returns the vortices per unit area. */
  public double defectDensity() {
    return vortices.count() / domain.area();
  }

  private void measureValues(double[] re, double[] im) {
    sumRe.clear();
    sumIm.clear();
    sumAmplitude.clear();
    sumSquare.clear();
    sumFourth.clear();
    for (int i = 0; i < re.length; i++) {
      double square = re[i] * re[i] + im[i] * im[i];
      sumRe.add(i, re[i]);
      sumIm.add(i, im[i]);
      sumAmplitude.add(i, Math.sqrt(square));
      sumSquare.add(i, square);
      sumFourth.add(i, square * square);
    }
  }

  private void measureGradient(double[] re, double[] im) {
    System.arraycopy(re, 0, spectrumRe, 0, re.length);
    System.arraycopy(im, 0, spectrumIm, 0, im.length);
    fft.forward(spectrumRe, spectrumIm);
    sumGradient.clear();
    for (int x = 0; x < domain.nx(); x++) {
      for (int y = 0; y < domain.ny(); y++) {
        int i = x * domain.ny() + y;
        double power = spectrumRe[i] * spectrumRe[i] + spectrumIm[i] * spectrumIm[i];
        sumGradient.add(y, (squaresX[x] + squaresY[y]) * power);
      }
    }
  }

  private static double[] squares(int n, double length) {
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      int wave = 2 * i == n ? 0 : i < n / 2 ? i : i - n;
      double k = 2 * Math.PI * wave / length;
      squares[i] = k * k;
    }
    return squares;
  }
}
