package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The cubic flow, two groups at a time so that each coefficient is loaded once for both; with more,
 * C2 (JDK 25) no longer keeps the accumulators of the inner loop in registers.
 *
 * <p>Where any of the elements is above the polynomial's range, the two groups go through the
 * scalar form, which decides for each element by itself: what an element becomes does not depend on
 * its neighbours, and so not on the number of lanes.
 */
final class VectorCubic {
  private static final VectorSpecies<Double> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;

  private VectorCubic() {}

  static void apply(double[] a, int o, int n, CubicFlow flow) {
    double[] c = flow.coefficients();
    int top = c.length - 2;
    double limit = flow.limit();
    DoubleVector topRe = DoubleVector.broadcast(S, c[top]);
    DoubleVector topIm = DoubleVector.broadcast(S, c[top + 1]);
    DoubleVector nextRe = DoubleVector.broadcast(S, c[top - 2]);
    DoubleVector nextIm = DoubleVector.broadcast(S, c[top - 1]);
    for (int k = 0; k < n / 2; k++) {
      DoubleVector q0 = square(a, o + 2 * GROUP * k);
      DoubleVector q1 = square(a, o + GROUP + 2 * GROUP * k);
      if (above(q0, limit).or(above(q1, limit)).anyTrue()) {
        elementwise(a, o + 2 * GROUP * k, flow);
        continue;
      }
      DoubleVector f0r = q0.fma(topRe, nextRe);
      DoubleVector f0i = q0.fma(topIm, nextIm);
      DoubleVector f1r = q1.fma(topRe, nextRe);
      DoubleVector f1i = q1.fma(topIm, nextIm);
      for (int t = top - 6; t >= 0; t -= 4) {
        DoubleVector cr = DoubleVector.broadcast(S, c[t + 2]);
        DoubleVector ci = DoubleVector.broadcast(S, c[t + 3]);
        DoubleVector er = DoubleVector.broadcast(S, c[t]);
        DoubleVector ei = DoubleVector.broadcast(S, c[t + 1]);
        f0r = f0r.fma(q0, cr).fma(q0, er);
        f0i = f0i.fma(q0, ci).fma(q0, ei);
        f1r = f1r.fma(q1, cr).fma(q1, er);
        f1i = f1i.fma(q1, ci).fma(q1, ei);
      }
      multiply(a, o + 2 * GROUP * k, f0r, f0i);
      multiply(a, o + GROUP + 2 * GROUP * k, f1r, f1i);
    }
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

  private static void elementwise(double[] a, int o, CubicFlow flow) {
    for (int p = o; p < o + 2 * GROUP; p += GROUP) {
      for (int l = 0; l < L; l++) {
        flow.apply(a, p + l, p + l + L);
      }
    }
  }
}
