package io.nfcs.solvers.kuramoto.simd;

/**
 * Constants and the scalar form of sine, cosine and wrapping.
 *
 * <p>Reduction to [-pi/4, pi/4] subtracts n pi/2 in three parts (Cody and Waite, Software Manual
 * for the Elementary Functions, 1980) with the parts of 33 bits and the polynomials of fdlibm (Sun
 * Microsystems, 1993; {@code k_sin.c}, {@code k_cos.c}). Not the platform's functions: those differ
 * between machines, and state must not.
 *
 * <p><b>Units.</b> rad; |x| up to 1e5, far beyond what a wrapped phase reaches in a step.
 */
final class Angle {
  /**
   * Addend that rounds to an integer when added and subtracted; the integer is then in the low
   * bits.
   */
  static final double ROUND = 0x1.8p52;

  static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
  static final double HALF_PI_1 = 0x1.921fb544p0;
  static final double HALF_PI_2 = 0x1.0b4611a6p-34;
  static final double HALF_PI_3 = 0x1.3198a2e037073p-69;

  static final double TURNS = 0x1.45f306dc9c883p-3;
  static final double TURN_1 = 0x1.921fb544p2;
  static final double TURN_2 = 0x1.0b4611a6p-32;
  static final double TURN_3 = 0x1.3198a2e037073p-67;

  static final double S1 = -0.16666666666666632;
  static final double S2 = 0.00833333333332249;
  static final double S3 = -0.0001984126982985795;
  static final double S4 = 2.7557313707070068E-6;
  static final double S5 = -2.5050760253406863E-8;
  static final double S6 = 1.58969099521155E-10;

  static final double C1 = 0.0416666666666666;
  static final double C2 = -0.001388888888887411;
  static final double C3 = 2.480158728947673E-5;
  static final double C4 = -2.7557314351390663E-7;
  static final double C5 = 2.087572321298175E-9;
  static final double C6 = -1.1359647557788195E-11;

  private Angle() {}

  /** Puts sine and cosine of x at index i. */
  static void sinCos(double x, double[] sin, double[] cos, int i) {
    double t = Math.fma(x, TWO_OVER_PI, ROUND);
    long quadrant = Double.doubleToRawLongBits(t);
    double n = t - ROUND;
    double r = Math.fma(-n, HALF_PI_3, Math.fma(-n, HALF_PI_2, Math.fma(-n, HALF_PI_1, x)));
    double s = sine(r);
    double c = cosine(r);
    boolean odd = (quadrant & 1) != 0;
    sin[i] = flip(odd ? c : s, quadrant);
    cos[i] = flip(odd ? s : c, quadrant + 1);
  }

  /** Returns the phase wrapped to [-pi, pi). */
  static double wrap(double x) {
    if (x >= -Math.PI && x < Math.PI) {
      return x;
    }
    double n = Math.fma(x, TURNS, ROUND) - ROUND;
    double r = Math.fma(-n, TURN_3, Math.fma(-n, TURN_2, Math.fma(-n, TURN_1, x)));
    r = r >= Math.PI ? r - 2 * Math.PI : r;
    return r < -Math.PI ? r + 2 * Math.PI : r;
  }

  private static double sine(double r) {
    double z = r * r;
    double q = Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, S6, S5), S4), S3), S2);
    return Math.fma(z * r, Math.fma(z, q, S1), r);
  }

  private static double cosine(double r) {
    double z = r * r;
    double q = Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, C6, C5), C4), C3), C2);
    double half = 0.5 * z;
    double w = 1.0 - half;
    double tail = Math.fma(z * z, Math.fma(z, q, C1), (1.0 - w) - half);
    return w + tail;
  }

  private static double flip(double v, long quadrant) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(v) ^ (quadrant & 2) << 62);
  }
}
