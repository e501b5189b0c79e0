package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The cubic flow; in its higher degrees two groups at a time, so that each coefficient is loaded
 * once for both. With more, C2 (JDK 25) no longer keeps the accumulators in registers.
 *
 * <p>Where any of the elements is above the polynomial's range, its group goes through the scalar
 * form, which decides for each element by itself: the result of an element does not depend on its
 * neighbours, and so not on the number of lanes.
 */
final class VectorCubic {
  private static final VectorSpecies<Double> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;

  private VectorCubic() {}

  static void apply(double[] a, int o, int n, CubicFlow flow) {
    if (flow.degree() == CubicFlow.LOWEST_DEGREE) {
      lowest(a, o, n, flow);
    } else {
      higher(a, o, n, flow);
    }
  }

  /** Computes degree 7 without an inner loop, which would cost as much as the polynomial. */
  private static void lowest(double[] a, int o, int n, CubicFlow flow) {
    double[] c = flow.coefficients();
    double limit = flow.limit();
    for (int k = 0; k < n; k++) {
      DoubleVector re = DoubleVector.fromArray(S, a, o + GROUP * k);
      DoubleVector im = DoubleVector.fromArray(S, a, o + L + GROUP * k);
      DoubleVector q = im.fma(im, re.mul(re));
      if (above(q, limit).anyTrue()) {
        elementwise(a, o + GROUP * k, flow);
        continue;
      }
      DoubleVector fr = q.fma(coefficient(c, 14), coefficient(c, 12));
      DoubleVector fi = q.fma(coefficient(c, 15), coefficient(c, 13));
      fr = fr.fma(q, coefficient(c, 10));
      fi = fi.fma(q, coefficient(c, 11));
      fr = fr.fma(q, coefficient(c, 8));
      fi = fi.fma(q, coefficient(c, 9));
      fr = fr.fma(q, coefficient(c, 6));
      fi = fi.fma(q, coefficient(c, 7));
      fr = fr.fma(q, coefficient(c, 4));
      fi = fi.fma(q, coefficient(c, 5));
      fr = fr.fma(q, coefficient(c, 2));
      fi = fi.fma(q, coefficient(c, 3));
      fr = fr.fma(q, coefficient(c, 0));
      fi = fi.fma(q, coefficient(c, 1));
      re.mul(fr).sub(im.mul(fi)).intoArray(a, o + GROUP * k);
      re.fma(fi, im.mul(fr)).intoArray(a, o + L + GROUP * k);
    }
  }

  private static void higher(double[] a, int o, int n, CubicFlow flow) {
    double[] c = flow.coefficients();
    int top = c.length - 2;
    double limit = flow.limit();
    DoubleVector topRe = coefficient(c, top);
    DoubleVector topIm = coefficient(c, top + 1);
    DoubleVector nextRe = coefficient(c, top - 2);
    DoubleVector nextIm = coefficient(c, top - 1);
    for (int k = 0; k < n / 2; k++) {
      DoubleVector q0 = square(a, o + 2 * GROUP * k);
      DoubleVector q1 = square(a, o + GROUP + 2 * GROUP * k);
      if (above(q0, limit).or(above(q1, limit)).anyTrue()) {
        elementwise(a, o + 2 * GROUP * k, flow);
        elementwise(a, o + GROUP + 2 * GROUP * k, flow);
        continue;
      }
      DoubleVector f0r = q0.fma(topRe, nextRe);
      DoubleVector f0i = q0.fma(topIm, nextIm);
      DoubleVector f1r = q1.fma(topRe, nextRe);
      DoubleVector f1i = q1.fma(topIm, nextIm);
      for (int t = top - 6; t >= 0; t -= 4) {
        DoubleVector cr = coefficient(c, t + 2);
        DoubleVector ci = coefficient(c, t + 3);
        DoubleVector er = coefficient(c, t);
        DoubleVector ei = coefficient(c, t + 1);
        f0r = f0r.fma(q0, cr).fma(q0, er);
        f0i = f0i.fma(q0, ci).fma(q0, ei);
        f1r = f1r.fma(q1, cr).fma(q1, er);
        f1i = f1i.fma(q1, ci).fma(q1, ei);
      }
      multiply(a, o + 2 * GROUP * k, f0r, f0i);
      multiply(a, o + GROUP + 2 * GROUP * k, f1r, f1i);
    }
  }

  private static DoubleVector coefficient(double[] c, int k) {
    return DoubleVector.broadcast(S, c[k]);
  }

  private static VectorMask<Double> above(DoubleVector square, double limit) {
    return square.compare(VectorOperators.GT, limit);
  }

  private static DoubleVector square(double[] a, int p) {
    DoubleVector re = DoubleVector.fromArray(S, a, p);
    DoubleVector im = DoubleVector.fromArray(S, a, p + L);
    return im.fma(im, re.mul(re));
  }

  private static void multiply(double[] a, int p, DoubleVector fr, DoubleVector fi) {
    DoubleVector re = DoubleVector.fromArray(S, a, p);
    DoubleVector im = DoubleVector.fromArray(S, a, p + L);
    re.mul(fr).sub(im.mul(fi)).intoArray(a, p);
    re.fma(fi, im.mul(fr)).intoArray(a, p + L);
  }

  private static void elementwise(double[] a, int p, CubicFlow flow) {
    for (int l = 0; l < L; l++) {
      flow.apply(a, p + l, p + l + L);
    }
  }
}
