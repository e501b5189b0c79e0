package io.nfcs.solvers.cgl;

import io.nfcs.solvers.cgl.simd.FieldKernels;
import io.nfcs.solvers.cgl.simd.RadixPlan;
import io.nfcs.solvers.cgl.simd.SpectralFactors;
import org.jspecify.annotations.Nullable;

/**
 * The exact flow of dA/dt = A + (1 + i c1) Lap A + u over one time h, in the spectrum.
 *
 * <p>A mode is multiplied by e^(hL), L = 1 - (1 + i c1)(kx² + ky²), a product of a row and a column
 * factor, and h phi1(hL) u^ is added, phi1(z) = (e^z - 1)/z; both are divided by nx ny, which the
 * inverse transform leaves out. The source is constant over the step. Near 0, where e^z - 1 cancels
 * (Kassam and Trefethen, 2005), phi1 is summed as a series.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates.</b> In the constructor, and what a source that is
 * not uniform needs when the first one is set.
 */
final class LinearFlow {
  private static final double SERIES_RADIUS = 0.5;
  private static final int SERIES_TERMS = 17;

  private final CglParameters parameters;
  private final double h;
  private final FieldKernels kernels;
  private final RadixPlan planX;
  private final RadixPlan planY;
  private final SpectralFactors factors;
  private final int rowSize;
  private final double[] uniform;
  private double @Nullable [] sourceWeights;
  private double @Nullable [] spectrum;
  private double phiRe;
  private double phiIm;

  LinearFlow(
      CglParameters parameters, double h, FieldKernels kernels, RadixPlan planX, RadixPlan planY) {
    this.parameters = parameters;
    this.h = h;
    this.kernels = kernels;
    this.planX = planX;
    this.planY = planY;
    this.factors = plan();
    this.rowSize = 2 * kernels.lanes() * planY.n();
    this.uniform = new double[rowSize];
  }

  /** Applies the flow to rows whose transform along x is already done. */
  void apply(PanelField field) {
    double[] data = field.data();
    int count = field.rowBatch();
    for (int first = 0; first < field.rowPanels(); first += count) {
      for (int p = 0; p < count; p++) {
        int to = field.rows() + p * rowSize;
        kernels.gatherRows(
            data, field.rowPanel(first + p), field.pitch(), field.panels(), data, to, planX);
      }
      kernels.propagate(data, field.rows(), planY, factors, first, count);
      for (int p = 0; p < count; p++) {
        int from = field.rows() + p * rowSize;
        kernels.scatterRows(
            data, field.rowPanel(first + p), field.pitch(), field.panels(), data, from, planX);
      }
    }
  }

  /** Sets a source uniform in space: it has the mode zero only. */
  void source(double re, double im) {
    phi1(0, 0);
    uniform[0] = h * (phiRe * re - phiIm * im);
    uniform[kernels.lanes()] = h * (phiRe * im + phiIm * re);
    boolean none = re == 0 && im == 0;
    factors.source(none ? null : uniform, 1);
  }

  /** Sets any source, given as a field; the field is overwritten. */
  void source(PanelField field) {
    double[] weights = weights();
    double[] target = spectrum();
    for (int p = 0; p < field.panels(); p++) {
      kernels.forwardColumns(field.data(), field.panel(p), planX, 1);
    }
    for (int p = 0; p < field.rowPanels(); p++) {
      double[] data = field.data();
      kernels.gatherRows(
          data, field.rowPanel(p), field.pitch(), field.panels(), data, field.rows(), planX);
      kernels.forward(data, field.rows(), planY, 1);
      weigh(data, field.rows(), weights, target, p * rowSize);
    }
    factors.source(target, field.rowPanels());
  }

  private void weigh(double[] rows, int from, double[] weights, double[] target, int at) {
    int lanes = kernels.lanes();
    for (int y = 0; y < rowSize; y += 2 * lanes) {
      for (int re = y; re < y + lanes; re++) {
        int im = re + lanes;
        double uRe = rows[from + re];
        double uIm = rows[from + im];
        target[at + re] = weights[at + re] * uRe - weights[at + im] * uIm;
        target[at + im] = weights[at + re] * uIm + weights[at + im] * uRe;
      }
    }
  }

  private double[] spectrum() {
    double[] made = spectrum;
    if (made == null) {
      made = new double[2 * planX.n() * planY.n()];
      spectrum = made;
    }
    return made;
  }

  /** Returns h phi1(hL)/(nx ny) of all modes, in the order of the source. */
  private double[] weights() {
    double[] made = sourceWeights;
    if (made != null) {
      return made;
    }
    made = new double[2 * planX.n() * planY.n()];
    int lanes = kernels.lanes();
    double scale = h / ((double) planX.n() * planY.n());
    for (int x = 0; x < planX.n(); x++) {
      for (int y = 0; y < planY.n(); y++) {
        phi1(x, y);
        int at = x / lanes * rowSize + 2 * lanes * y + x % lanes;
        made[at] = scale * phiRe;
        made[at + lanes] = scale * phiIm;
      }
    }
    sourceWeights = made;
    return made;
  }

  /** Sets phiRe + i phiIm = phi1(hL) of the mode at row and column position (x, y). */
  private void phi1(int x, int y) {
    double k2 =
        squareWaveNumber(planX, x, parameters.lengthX())
            + squareWaveNumber(planY, y, parameters.lengthY());
    double zr = h * (1 - k2);
    double zi = -h * parameters.c1() * k2;
    double square = zr * zr + zi * zi;
    if (square < SERIES_RADIUS * SERIES_RADIUS) {
      phiRe = 1;
      phiIm = 0;
      for (int n = SERIES_TERMS; n >= 2; n--) {
        double re = 1 + (zr * phiRe - zi * phiIm) / n;
        phiIm = (zr * phiIm + zi * phiRe) / n;
        phiRe = re;
      }
      return;
    }
    double growth = StrictMath.exp(zr);
    double re = growth * StrictMath.cos(zi) - 1;
    double im = growth * StrictMath.sin(zi);
    phiRe = (re * zr + im * zi) / square;
    phiIm = (im * zr - re * zi) / square;
  }

  private SpectralFactors plan() {
    int nx = planX.n();
    int ny = planY.n();
    double[] rowRe = new double[nx];
    double[] rowIm = new double[nx];
    double[] column = new double[3 * ny];
    for (int x = 0; x < nx; x++) {
      double k2 = squareWaveNumber(planX, x, parameters.lengthX());
      double size = StrictMath.exp(h * (1 - k2)) / ((double) nx * ny);
      rowRe[x] = size * StrictMath.cos(h * parameters.c1() * k2);
      rowIm[x] = -size * StrictMath.sin(h * parameters.c1() * k2);
    }
    for (int y = 0; y < ny; y++) {
      double k2 = squareWaveNumber(planY, y, parameters.lengthY());
      double size = StrictMath.exp(-h * k2);
      column[3 * y] = size * StrictMath.cos(h * parameters.c1() * k2);
      column[3 * y + 1] = -size * StrictMath.sin(h * parameters.c1() * k2);
      column[3 * y + 2] = size * StrictMath.sin(h * parameters.c1() * k2);
    }
    return new SpectralFactors(rowRe, rowIm, column);
  }

  private static double squareWaveNumber(RadixPlan plan, int position, double length) {
    int index = plan.frequencyAt(position);
    int signed = index < plan.n() / 2 ? index : index - plan.n();
    double k = 2 * Math.PI * signed / length;
    return k * k;
  }
}
