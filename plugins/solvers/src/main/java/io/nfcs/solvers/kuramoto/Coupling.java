package io.nfcs.solvers.kuramoto;

import java.util.Arrays;

/**
 * Coupling K_ij and phase lag a_ij of N oscillators, stored in the cheapest form that is exact.
 *
 * <p>Its structure is found once, when it is made: equal coupling of any two needs O(N) work,
 * values that are exact in single precision half the memory, one lag for all no second matrix.
 * Matrices are row-major: the pull of j on i is at {@code [i * n + j]}; a diagonal element only
 * matters with a lag.
 *
 * <p><b>Units.</b> K in rad per time unit, lags in rad. <b>Threads.</b> Immutable.
 * <b>Allocates.</b> When made. <b>Fails.</b> With {@link IllegalArgumentException} on a wrong
 * length and on values that are not finite.
 */
public final class Coupling {
  /** Structure found in the matrices, from the cheapest to the most expensive. */
  public enum Structure {
    /** Any two are coupled alike: O(N). */
    MEAN_FIELD,
    /** A matrix whose values are exact in single precision, 4 bytes each. */
    DENSE_SINGLE,
    /** A matrix of 8 bytes each. */
    DENSE_DOUBLE,
    /** Lags that differ: two matrices, K cos a and K sin a. */
    PAIR_LAGS
  }

  private final int size;
  private final double lag;
  private final CouplingForm form;

  private Coupling(int size, double lag, CouplingForm form) {
    this.size = size;
    this.lag = lag;
    this.form = form;
  }

  /**
   * Returns the coupling with one lag for all pairs.
   *
   * @param k row-major, n n values
   * @param lag of every pair, rad; 0 for none
   */
  public static Coupling of(double[] k, double lag) {
    int n = side("coupling", k);
    return new Coupling(n, finite("lag", lag), CouplingForm.of(n, k));
  }

  /**
   * Returns the coupling with a lag for each pair.
   *
   * @param k row-major, n n values
   * @param lags row-major, n n values, rad
   */
  public static Coupling of(double[] k, double[] lags) {
    int n = side("coupling", k);
    if (side("lags", lags) != n) {
      throw new IllegalArgumentException(
          "lags: " + lags.length + " values, allowed: " + k.length + " as in the coupling");
    }
    if (Arrays.stream(lags).allMatch(a -> a == lags[0])) {
      return of(k, lags[0]);
    }
    return new Coupling(n, 0.0, CouplingForm.withLags(n, k, lags));
  }

  /**
   * Returns equal coupling of any two, and none of an oscillator with itself.
   *
   * @param n number of oscillators, at least 1
   * @param k coupling of any two
   * @param lag of every pair, rad; 0 for none
   */
  public static Coupling uniform(int n, double k, double lag) {
    if (n < 1) {
      throw new IllegalArgumentException("oscillators: " + n + ", allowed: 1 or more");
    }
    double[] diagonal = new double[n];
    Arrays.fill(diagonal, -finite("coupling", k));
    return new Coupling(n, finite("lag", lag), CouplingForm.MeanField.of(k, diagonal));
  }

  /** Returns the number of oscillators. */
  public int size() {
    return size;
  }

  /** Returns the structure found. */
  public Structure structure() {
    return form.structure();
  }

  double lag() {
    return lag;
  }

  CouplingForm form() {
    return form;
  }

  private static int side(String what, double[] matrix) {
    int n = (int) Math.sqrt(matrix.length);
    if (n < 1 || n * n != matrix.length) {
      throw new IllegalArgumentException(
          what
              + ": "
              + matrix.length
              + " values, allowed: the square of the number of oscillators");
    }
    for (int i = 0; i < matrix.length; i++) {
      if (!Double.isFinite(matrix[i])) {
        throw new IllegalArgumentException(
            "%s: %s at [%d, %d], allowed: finite".formatted(what, matrix[i], i / n, i % n));
      }
    }
    return n;
  }

  private static double finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + ": " + value + ", allowed: finite");
    }
    return value;
  }
}
