package io.nfcs.solvers.kuramoto;

import io.nfcs.solvers.kuramoto.Coupling.Structure;
import io.nfcs.solvers.kuramoto.simd.PhaseKernels;
import io.nfcs.solvers.kuramoto.simd.PhaseState;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** A way to store a coupling, and to sum with it; matrices are padded with zeros. */
sealed interface CouplingForm {
  /** Returns the structure of this form. */
  Structure structure();

  /** Sums K_ij sin and K_ij cos over j, for each i. */
  void sums(PhaseKernels kernels, PhaseState phases);

  /** Returns the largest sum of |K_ij| over j, the largest pull on an oscillator. */
  double strength();

  /** Returns the cheapest exact form of a matrix. */
  static CouplingForm of(int n, double[] k) {
    if (alikeOffDiagonal(n, k)) {
      double common = n > 1 ? k[1] : 0.0;
      double[] diagonal = new double[n];
      Arrays.setAll(diagonal, i -> k[i * n + i] - common);
      return MeanField.of(common, diagonal);
    }
    if (Arrays.stream(k).allMatch(v -> (float) v == v)) {
      return Single.of(n, k);
    }
    return new Dense(padded(n, k), pitch(n));
  }

  /** Returns two matrices for lags that differ. */
  static CouplingForm withLags(int n, double[] k, double[] lags) {
    double[] cos = new double[k.length];
    double[] sin = new double[k.length];
    Arrays.setAll(cos, i -> k[i] * StrictMath.cos(lags[i]));
    Arrays.setAll(sin, i -> k[i] * StrictMath.sin(lags[i]));
    return new PairLags(padded(n, cos), padded(n, sin), pitch(n));
  }

  private static double largestRow(int rows, int pitch, IntToDoubleFunction k) {
    double largest = 0;
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < rows; j++) {
        sum += Math.abs(k.applyAsDouble(i * pitch + j));
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  private static boolean alikeOffDiagonal(int n, double[] k) {
    for (int i = 0; i < k.length; i++) {
      if (i / n != i % n && k[i] != k[1]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the elements from a row to the next: never a multiple of 4 KiB, at which rows compete
   * for cache sets.
   */
  private static int pitch(int n) {
    int padded = PhaseState.padded(n);
    return padded % 512 == 0 ? padded + PhaseState.LANES : padded;
  }

  private static double[] padded(int n, double[] k) {
    double[] to = new double[PhaseState.padded(n) * pitch(n)];
    for (int i = 0; i < n; i++) {
      System.arraycopy(k, i * n, to, i * pitch(n), n);
    }
    return to;
  }

  /** One value for any two, and K_ii less that value for each. */
  final class MeanField implements CouplingForm {
    private final int n;
    private final double k;
    private final double[] diagonal;

    private MeanField(int n, double k, double[] diagonal) {
      this.n = n;
      this.k = k;
      this.diagonal = diagonal;
    }

    static MeanField of(double k, double[] diagonal) {
      int n = diagonal.length;
      return new MeanField(n, k, Arrays.copyOf(diagonal, PhaseState.padded(n)));
    }

    @Override
    public Structure structure() {
      return Structure.MEAN_FIELD;
    }

    @Override
    public double strength() {
      return n * Math.abs(k) + Arrays.stream(diagonal).map(Math::abs).max().orElse(0);
    }

    @Override
    public void sums(PhaseKernels kernels, PhaseState phases) {
      kernels.meanField(phases, n, k, diagonal);
    }
  }

  /** A matrix exact in single precision. */
  final class Single implements CouplingForm {
    private final float[] k;
    private final int pitch;

    private Single(float[] k, int pitch) {
      this.k = k;
      this.pitch = pitch;
    }

    static Single of(int n, double[] k) {
      double[] wide = padded(n, k);
      float[] narrow = new float[wide.length];
      for (int i = 0; i < wide.length; i++) {
        narrow[i] = (float) wide[i];
      }
      return new Single(narrow, CouplingForm.pitch(n));
    }

    @Override
    public Structure structure() {
      return Structure.DENSE_SINGLE;
    }

    @Override
    public double strength() {
      return largestRow(k.length / pitch, pitch, i -> k[i]);
    }

    @Override
    public void sums(PhaseKernels kernels, PhaseState phases) {
      kernels.rowSums(phases, k, pitch);
    }
  }

  /** A matrix. */
  final class Dense implements CouplingForm {
    private final double[] k;
    private final int pitch;

    private Dense(double[] k, int pitch) {
      this.k = k;
      this.pitch = pitch;
    }

    @Override
    public Structure structure() {
      return Structure.DENSE_DOUBLE;
    }

    @Override
    public double strength() {
      return largestRow(k.length / pitch, pitch, i -> k[i]);
    }

    @Override
    public void sums(PhaseKernels kernels, PhaseState phases) {
      kernels.rowSums(phases, k, pitch);
    }
  }

  /** K_ij cos a_ij and K_ij sin a_ij, for lags that differ. */
  final class PairLags implements CouplingForm {
    private final double[] cos;
    private final double[] sin;
    private final int pitch;

    private PairLags(double[] cos, double[] sin, int pitch) {
      this.cos = cos;
      this.sin = sin;
      this.pitch = pitch;
    }

    @Override
    public Structure structure() {
      return Structure.PAIR_LAGS;
    }

    @Override
    public double strength() {
      return largestRow(cos.length / pitch, pitch, i -> Math.hypot(cos[i], sin[i]));
    }

    @Override
    public void sums(PhaseKernels kernels, PhaseState phases) {
      kernels.rowSums(phases, cos, sin, pitch);
    }
  }
}
