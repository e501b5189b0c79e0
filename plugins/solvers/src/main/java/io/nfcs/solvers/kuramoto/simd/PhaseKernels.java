package io.nfcs.solvers.kuramoto.simd;

import java.lang.System.Logger.Level;
import java.util.Arrays;

/**
 * The arithmetic of coupled phases, done by vectors or by the scalar twin.
 *
 * <p>The pull on oscillator i, sum over j of K_ij sin(theta_j - theta_i - a), is cos(theta_i) S_i -
 * sin(theta_i) C_i with S_i, C_i the sums of K_ij sin(theta_j - a) and K_ij cos(theta_j - a): N
 * sines and two matrix-vector products instead of N^2 sines. Every sum has four partial sums,
 * element j in partial sum j mod 4, combined as in {@link #combine}; all products are fused
 * multiply-adds in both implementations, so their bits agree whatever the vector length is.
 *
 * <p><b>Threads.</b> Stateless. <b>Allocates.</b> Nothing after warm-up.
 */
public abstract sealed class PhaseKernels permits ScalarPhases, VectorPhases {
  /**
   * Kernels chosen once: the vector kernels where the incubator module is there, else the scalar
   * twin.
   */
  private static final class Best {
    static final PhaseKernels KERNELS = choose();

    private static PhaseKernels choose() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        return new VectorPhases();
      }
      System.getLogger(PhaseKernels.class.getName())
          .log(
              Level.WARNING,
              "Kuramoto runs on its scalar kernels, several times slower: the JVM was started"
                  + " without --add-modules jdk.incubator.vector");
      return new ScalarPhases();
    }
  }

  /** Number of partial sums; element j of every sum goes to partial sum j mod this number. */
  static final int PARTIAL_SUMS = 4;

  PhaseKernels() {}

  /** Returns the fastest kernels this JVM can run. */
  public static PhaseKernels best() {
    return Best.KERNELS;
  }

  /** Returns the scalar twin. */
  public static PhaseKernels scalar() {
    return new ScalarPhases();
  }

  /** Wraps the phases to [-pi, pi) and takes their sines and cosines. */
  public abstract void settle(PhaseState p);

  /**
   * Computes row sums with a matrix of padded(n) rows.
   *
   * @param p sines and cosines in, sums out
   * @param k row-major
   * @param pitch elements from a row to the next
   */
  public abstract void rowSums(PhaseState p, double[] k, int pitch);

  /**
   * Computes row sums as {@link #rowSums(PhaseState, double[], int)} with a matrix of exact single
   * precision.
   */
  public abstract void rowSums(PhaseState p, float[] k, int pitch);

  /**
   * Computes row sums with a lag for each pair.
   *
   * @param p sines and cosines in, sums out
   * @param kCos K_ij cos a_ij, row-major
   * @param kSin K_ij sin a_ij, row-major
   * @param pitch elements from a row to the next
   */
  public abstract void rowSums(PhaseState p, double[] kCos, double[] kSin, int pitch);

  /**
   * Computes the sums of one coupling between all, with a separate diagonal.
   *
   * @param p sines and cosines in, sums out
   * @param n oscillators that are not padding
   * @param k coupling of any two
   * @param diagonal K_ii - k of each oscillator, padded
   */
  public final void meanField(PhaseState p, int n, double k, double[] diagonal) {
    double s = k * sum(p.sin, n);
    double c = k * sum(p.cos, n);
    meanField(p, s, c, diagonal);
  }

  /** Returns the sum of the first n elements of a padded array, without the padding. */
  public final double sum(double[] a, int n) {
    double a0 = 0;
    double a1 = 0;
    double a2 = 0;
    double a3 = 0;
    int whole = n & -PARTIAL_SUMS;
    for (int j = 0; j < whole; j += PARTIAL_SUMS) {
      a0 += a[j];
      a1 += a[j + 1];
      a2 += a[j + 2];
      a3 += a[j + 3];
    }
    double rest = 0;
    for (int j = whole; j < n; j++) {
      rest += a[j];
    }
    return combine(a0, a1, a2, a3) + rest;
  }

  /**
   * Takes the slope of the stage, adds it to the step's sum, and goes to the phases of the next
   * stage, whose sines and cosines it leaves.
   *
   * @param p the oscillators
   * @param turn rotation from the sums to the pull
   * @param weight of this slope in the sum
   * @param reach time from the start of the step to the next stage
   */
  public abstract void advance(PhaseState p, Turn turn, double weight, double reach);

  /**
   * Takes the slope of the last stage (weight 1), ends the step and settles the phases.
   *
   * @param p the oscillators
   * @param turn rotation from the sums to the pull
   * @param sixth a sixth of the time step
   */
  public abstract void finish(PhaseState p, Turn turn, double sixth);

  /** Starts a step: no slope summed yet. */
  public final void begin(PhaseState p) {
    Arrays.fill(p.slope, 0.0);
  }

  abstract void meanField(PhaseState p, double s, double c, double[] diagonal);

  /** Returns the total of partial sums, always added in the same order. */
  static double combine(double a0, double a1, double a2, double a3) {
    return (a0 + a2) + (a1 + a3);
  }

  /** Global factor on the coupling and uniform lag, as one rotation of the sums. */
  public static final class Turn {
    private final double lagCos;
    private final double lagSin;
    private double factor = 1.0;

    /** Creates the rotation of a lag, in rad, with factor 1. */
    public Turn(double lag) {
      lagCos = StrictMath.cos(lag);
      lagSin = StrictMath.sin(lag);
    }

    /** Sets the factor. */
    public void scale(double newFactor) {
      factor = newFactor;
    }

    /** Returns the factor times the cosine of the lag. */
    public double cos() {
      return factor * lagCos;
    }

    /** Returns the factor times the sine of the lag. */
    public double sin() {
      return factor * lagSin;
    }
  }
}
