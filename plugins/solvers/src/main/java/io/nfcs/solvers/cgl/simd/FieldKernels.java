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
  /**
   * Kernels chosen once: the vector kernels where the incubator module is there, else the scalar
   * twin.
   */
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

  /** Returns the fastest kernels this JVM can run. */
  public static FieldKernels best() {
    return Best.KERNELS;
  }

  /** Returns the scalar twin, with panels of {@code lanes} lines. */
  public static FieldKernels scalar(int lanes) {
    return new ScalarKernels(lanes);
  }

  /** Returns the number of lines in a panel: 2, 4 or 8. */
  public abstract int lanes();

  /** Transforms {@code count} adjacent panels forward, from natural to digit-reversed order. */
  public final void forward(double[] a, int o, RadixPlan plan, int count) {
    down(a, o, plan, count);
    toSpectrum(a, o, count * plan.n(), plan);
  }

  /** Transforms {@code count} adjacent panels backward without scaling, to natural order. */
  public final void inverse(double[] a, int o, RadixPlan plan, int count) {
    fromSpectrum(a, o, count * plan.n(), plan);
    up(a, o, plan, count);
  }

  /** Transforms forward as {@link #forward}, but leaves a radix-2 stage to {@link #gatherRows}. */
  public final void forwardColumns(double[] a, int o, RadixPlan plan, int count) {
    down(a, o, plan, count);
    if (!plan.odd()) {
      quads(a, o, count * plan.n());
    }
  }

  /**
   * Transforms backward as {@link #inverse}, after {@link #scatterRows} has done a radix-2 stage.
   */
  public final void inverseColumns(double[] a, int o, RadixPlan plan, int count) {
    if (!plan.odd()) {
      quadsBack(a, o, count * plan.n());
    }
    up(a, o, plan, count);
  }

  /**
   * Transforms panels forward, multiplies by the factors, adds the source, transforms backward.
   *
   * @param a holds the panels
   * @param o offset of the first panel
   * @param plan of the line length
   * @param factors of the spectrum
   * @param first index of the first panel in the spectrum
   * @param count number of adjacent panels
   */
  public final void propagate(
      double[] a, int o, RadixPlan plan, SpectralFactors factors, int first, int count) {
    down(a, o, plan, count);
    int n = plan.n();
    for (int p = first; p < first + count; p++) {
      int at = o + (p - first) * n * 2 * lanes();
      if (plan.odd() && !factors.hasSource(p)) {
        productBetweenPairs(a, at, n, factors, p);
        continue;
      }
      toSpectrum(a, at, n, plan);
      product(a, at, n, factors, p);
      if (factors.hasSource(p)) {
        add(a, at, factors.source(), p * n * 2 * lanes(), n);
      }
      fromSpectrum(a, at, n, plan);
    }
    up(a, o, plan, count);
  }

  /** Applies the cubic flow to n groups. */
  public abstract void cubic(double[] a, int o, int n, CubicFlow flow);

  /**
   * Copies L rows of a field that is stored as column panels into one row panel, and does the
   * radix-2 stage of its columns on the way if they have one; the field may be left changed.
   *
   * @param field column panels, {@code pitch} doubles from one to the next
   * @param at offset of the first group of the first row
   * @param pitch doubles from a column panel to the next
   * @param panels number of column panels
   * @param row holds the row panel
   * @param to offset of the row panel
   * @param columns plan of the columns
   */
  public final void gatherRows(
      double[] field, int at, int pitch, int panels, double[] row, int to, RadixPlan columns) {
    if (columns.odd()) {
      gatherPairs(field, at, pitch, panels, row, to);
    } else {
      gather(field, at, pitch, panels, row, to);
    }
  }

  /** Undoes {@link #gatherRows}, unscaled. */
  public final void scatterRows(
      double[] field, int at, int pitch, int panels, double[] row, int from, RadixPlan columns) {
    if (columns.odd()) {
      scatterPairs(field, at, pitch, panels, row, from);
    } else {
      scatter(field, at, pitch, panels, row, from);
    }
  }

  private void down(double[] a, int o, RadixPlan plan, int count) {
    for (int m = plan.firstSpan(); m > 1; m /= 4) {
      dif4(a, o, count * plan.n(), m, plan.twiddles(), plan.offset(m));
    }
  }

  private void up(double[] a, int o, RadixPlan plan, int count) {
    for (int m = plan.odd() ? 2 : 4; m <= plan.firstSpan(); m *= 4) {
      dit4(a, o, count * plan.n(), m, plan.twiddles(), plan.offset(m));
    }
  }

  private void toSpectrum(double[] a, int o, int n, RadixPlan plan) {
    if (plan.odd()) {
      pairs(a, o, n);
    } else {
      quads(a, o, n);
    }
  }

  private void fromSpectrum(double[] a, int o, int n, RadixPlan plan) {
    if (plan.odd()) {
      pairs(a, o, n);
    } else {
      quadsBack(a, o, n);
    }
  }

  abstract void gather(double[] field, int at, int pitch, int panels, double[] row, int to);

  abstract void gatherPairs(double[] field, int at, int pitch, int panels, double[] row, int to);

  abstract void scatter(double[] field, int at, int pitch, int panels, double[] row, int from);

  abstract void scatterPairs(double[] field, int at, int pitch, int panels, double[] row, int from);

  /** Computes the forward radix-4 stage of span m, m > 1, over blocks of 4 m groups. */
  abstract void dif4(double[] a, int o, int n, int m, double[] w, int wo);

  /** Computes the inverse radix-4 stage of span m, m > 1. */
  abstract void dit4(double[] a, int o, int n, int m, double[] w, int wo);

  /** Computes the forward radix-4 stage of span 1. */
  abstract void quads(double[] a, int o, int n);

  /** Computes the inverse radix-4 stage of span 1. */
  abstract void quadsBack(double[] a, int o, int n);

  /** Computes the radix-2 stage of span 1, its own inverse. */
  abstract void pairs(double[] a, int o, int n);

  abstract void product(double[] a, int o, int n, SpectralFactors factors, int panel);

  /** Computes a radix-2 stage, the product, and the radix-2 stage back. */
  abstract void productBetweenPairs(double[] a, int o, int n, SpectralFactors factors, int panel);

  abstract void add(double[] a, int o, double[] source, int so, int n);
}
