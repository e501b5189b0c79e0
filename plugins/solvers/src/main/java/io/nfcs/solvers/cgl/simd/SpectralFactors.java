package io.nfcs.solvers.cgl.simd;

import org.jspecify.annotations.Nullable;

/**
 * Factors of the spectrum, and the source that is added after them.
 *
 * <p>The factor of the mode at row position x and column position y is the product of a row factor
 * and a column factor. Row factors are stored as two arrays by position; column factors as three
 * values each: re, im, -im. A source, where there is one, is stored as row panels of ny groups
 * {@code [L re][L im]}: for all panels, or for the first one alone (a source uniform in space has
 * only the mode zero).
 *
 * <p><b>Threads.</b> One at a time.
 */
public final class SpectralFactors {
  final double[] rowRe;
  final double[] rowIm;
  final double[] column;
  private double @Nullable [] source;
  private int sourcePanels;

  /**
   * Takes the factors; the arrays are kept, not copied.
   *
   * @param rowRe real parts of the row factors, by position
   * @param rowIm imaginary parts of the row factors, by position
   * @param column re, im, -im of the column factors, by position
   */
  public SpectralFactors(double[] rowRe, double[] rowIm, double[] column) {
    this.rowRe = rowRe;
    this.rowIm = rowIm;
    this.column = column;
  }

  /**
   * Sets or clears the source; the array is kept, not copied.
   *
   * @param panels row panels of the source, or null for none
   * @param count number of panels, all of them or the first only
   */
  public void source(double @Nullable [] panels, int count) {
    source = panels;
    sourcePanels = panels == null ? 0 : count;
  }

  boolean hasSource(int panel) {
    return panel < sourcePanels;
  }

  double[] source() {
    if (source == null) {
      throw new IllegalStateException("no source set");
    }
    return source;
  }
}
