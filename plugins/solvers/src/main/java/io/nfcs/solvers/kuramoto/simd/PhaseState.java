package io.nfcs.solvers.kuramoto.simd;

/**
 * The arrays of N oscillators, each padded to a multiple of eight.
 *
 * <p>The kernels run over the padding too and so need no tail; no column of a coupling leads from
 * it and no sum reads it, so its phases never matter.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> its arrays.
 */
public final class PhaseState {
  /** Every array is padded to a multiple of this, the longest vector used. */
  public static final int LANES = 8;

  final int padded;
  final double[] theta;
  final double[] drive;
  final double[] sin;
  final double[] cos;
  final double[] sumSin;
  final double[] sumCos;
  final double[] slope;
  final double[] angle;
  final double[] turns;
  double turnCos;
  double turnSin;
  double weight;
  double reach;
  double sixth;
  final double[] part = new double[8 * PhaseKernels.PARTIAL_SUMS];

  /**
   * Creates phases and drives that are all 0.
   *
   * @param n number of oscillators
   */
  public PhaseState(int n) {
    padded = padded(n);
    theta = new double[padded];
    drive = new double[padded];
    sin = new double[padded];
    cos = new double[padded];
    sumSin = new double[padded];
    sumCos = new double[padded];
    slope = new double[padded];
    angle = new double[padded];
    turns = new double[padded];
  }

  /** Returns the smallest multiple of eight that holds n. */
  public static int padded(int n) {
    return (n + LANES - 1) / LANES * LANES;
  }

  /** Returns the phases at the start of the step, rad, in [-pi, pi). */
  public double[] theta() {
    return theta;
  }

  /** Returns the natural frequency plus control of each oscillator, rad per time unit. */
  public double[] drive() {
    return drive;
  }

  /** Returns the sines of the phases of the current stage. */
  public double[] sin() {
    return sin;
  }

  /** Returns the cosines of the phases of the current stage. */
  public double[] cos() {
    return cos;
  }
}
