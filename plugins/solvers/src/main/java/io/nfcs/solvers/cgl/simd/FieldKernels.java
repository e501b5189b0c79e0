package io.nfcs.solvers.cgl.simd;

import java.lang.System.Logger.Level;

/**
 * The arithmetic of a transform on panels of L lines, done by vectors or by the scalar twin.
 *
 * <p>A panel of n elements is {@code n} groups {@code [L re][L im]}, one group an element of the L
 * lines, contiguous from an offset. Both implementations do the same operations on each element in
 * the same order with explicit fused multiply-adds and nothing across lanes, so their results agree
 * bit for bit whatever L is.
 *
 * <p><b>Threads.</b> Stateless. <b>Allocates.</b> Nothing after warm-up.
 */
public abstract sealed class FieldKernels permits ScalarKernels, VectorKernels {
  /** Chosen once: the vector kernels where the incubator module is there, else the scalar twin. */
  private static final class Best {
    static final FieldKernels KERNELS = choose();

    private static FieldKernels choose() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        return new VectorKernels();
      }
      System.getLogger(FieldKernels.class.getName())
          .log(
              Level.WARNING,
              "CGL runs on its scalar kernels, several times slower: the JVM was started without"
                  + " --add-modules jdk.incubator.vector");
      return new ScalarKernels(4);
    }
  }

  /** The fastest kernels this JVM can run. */
  public static FieldKernels best() {
    return Best.KERNELS;
  }

  /** The scalar twin, with panels of {@code lanes} lines. */
  public static FieldKernels scalar(int lanes) {
    return new ScalarKernels(lanes);
  }

  /** Lines in a panel: 2, 4 or 8. */
  public abstract int lanes();

  /** Transforms {@code count} adjacent panels forward, from natural to digit-reversed order. */
  public final void forward(double[] a, int o, RadixPlan plan, int count) {
    towardsSpectrum(a, o, plan, count);
    dif4Last(a, o, count * plan.n());
  }

  /** Transforms {@code count} adjacent panels backward without scaling, to natural order. */
  public final void inverse(double[] a, int o, RadixPlan plan, int count) {
    dit4First(a, o, count * plan.n());
    towardsField(a, o, plan, count);
  }

  /**
   * Transforms panels forward, multiplies by the factors, adds the source, transforms backward.
   *
   * @param a holds the panels
   * @param o offset of the first panel
   * @param plan of the line length
   * @param factors of the spectrum
   * @param first which panel of the spectrum the first one is
   * @param count number of adjacent panels
   */
  public final void propagate(
      double[] a, int o, RadixPlan plan, SpectralFactors factors, int first, int count) {
    towardsSpectrum(a, o, plan, count);
    for (int p = 0; p < count; p++) {
      int at = o + p * plan.n() * 2 * lanes();
      if (factors.hasSource(first + p)) {
        spectralWithSource(a, at, plan.n(), factors, first + p);
      } else {
        spectral(a, at, plan.n(), factors, first + p);
      }
    }
    towardsField(a, o, plan, count);
  }

  /** Applies the cubic flow to n groups. */
  public abstract void cubic(double[] a, int o, int n, CubicFlow flow);

  /**
   * Copies L rows of a field that is stored as column panels into one row panel.
   *
   * @param field column panels, {@code pitch} doubles from one to the next
   * @param at offset of the first group of the first row
   * @param pitch doubles from a column panel to the next
   * @param panels number of column panels
   * @param row holds the row panel
   * @param to offset of the row panel
   */
  public abstract void gatherRows(
      double[] field, int at, int pitch, int panels, double[] row, int to);

  /** Undoes {@link #gatherRows}. */
  public abstract void scatterRows(
      double[] field, int at, int pitch, int panels, double[] row, int from);

  private void towardsSpectrum(double[] a, int o, RadixPlan plan, int count) {
    int n = plan.n();
    for (int p = 0; plan.odd() && p < count; p++) {
      dif2(a, o + p * n * 2 * lanes(), n, plan.twiddles());
    }
    for (int m = plan.firstSpan(); m > 1; m /= 4) {
      dif4(a, o, count * n, m, plan.twiddles(), plan.offset(m));
    }
  }

  private void towardsField(double[] a, int o, RadixPlan plan, int count) {
    int n = plan.n();
    for (int m = 4; m <= plan.firstSpan(); m *= 4) {
      dit4(a, o, count * n, m, plan.twiddles(), plan.offset(m));
    }
    for (int p = 0; plan.odd() && p < count; p++) {
      dit2(a, o + p * n * 2 * lanes(), n, plan.twiddles());
    }
  }

  abstract void dif2(double[] a, int o, int n, double[] w);

  abstract void dit2(double[] a, int o, int n, double[] w);

  abstract void dif4(double[] a, int o, int n, int m, double[] w, int wo);

  abstract void dit4(double[] a, int o, int n, int m, double[] w, int wo);

  abstract void dif4Last(double[] a, int o, int n);

  abstract void dit4First(double[] a, int o, int n);

  abstract void spectral(double[] a, int o, int n, SpectralFactors factors, int panel);

  abstract void spectralWithSource(double[] a, int o, int n, SpectralFactors factors, int panel);
}
