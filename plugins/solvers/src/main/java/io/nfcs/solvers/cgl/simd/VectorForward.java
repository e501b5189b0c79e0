package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Forward butterflies (decimation in frequency) of a panel, every lane another line.
 *
 * <p>Index arithmetic is written as an invariant plus a constant times the loop variable, the form
 * in which C2 moves the bounds checks out of the loop. Twiddles are loaded, not kept: sixteen
 * registers hold one radix-4 butterfly.
 */
final class VectorForward {
  private static final VectorSpecies<Double> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;
  private static final int TWIDDLE = RadixPlan.TWIDDLE;

  private VectorForward() {}

  static void radix4(double[] a, int o, int n, int m, double[] w, int wo) {
    int span = GROUP * m;
    if (m <= 4) {
      for (int k = 0; k < 16; k++) {
        if (k / m % 4 == 0) {
          int b = o + GROUP * k;
          alike(a, b, b + span, b + 2 * span, b + 3 * span, n / 16, w, wo + 3 * TWIDDLE * (k % m));
        }
      }
    } else {
      for (int b = o; b < o + GROUP * n; b += 4 * span) {
        block(a, b, b + span, b + 2 * span, b + 3 * span, m, w, wo);
      }
    }
  }

  /** Computes all butterflies of one block, each with twiddles of its own. */
  private static void block(double[] a, int b0, int b1, int b2, int b3, int m, double[] w, int wo) {
    for (int j = 0; j < m; j++) {
      DoubleVector r0 = DoubleVector.fromArray(S, a, b0 + GROUP * j);
      DoubleVector i0 = DoubleVector.fromArray(S, a, b0 + L + GROUP * j);
      DoubleVector r1 = DoubleVector.fromArray(S, a, b1 + GROUP * j);
      DoubleVector i1 = DoubleVector.fromArray(S, a, b1 + L + GROUP * j);
      DoubleVector r2 = DoubleVector.fromArray(S, a, b2 + GROUP * j);
      DoubleVector i2 = DoubleVector.fromArray(S, a, b2 + L + GROUP * j);
      DoubleVector r3 = DoubleVector.fromArray(S, a, b3 + GROUP * j);
      DoubleVector i3 = DoubleVector.fromArray(S, a, b3 + L + GROUP * j);
      DoubleVector t0r = r0.add(r2);
      DoubleVector t0i = i0.add(i2);
      DoubleVector t1r = r0.sub(r2);
      DoubleVector t1i = i0.sub(i2);
      DoubleVector t2r = r1.add(r3);
      DoubleVector t2i = i1.add(i3);
      DoubleVector t3r = r1.sub(r3);
      DoubleVector t3i = i1.sub(i3);
      t0r.add(t2r).intoArray(a, b0 + GROUP * j);
      t0i.add(t2i).intoArray(a, b0 + L + GROUP * j);
      DoubleVector u1r = t1r.add(t3i);
      DoubleVector u1i = t1i.sub(t3r);
      DoubleVector w1r = DoubleVector.broadcast(S, w[wo + 9 * j]);
      DoubleVector w1i = DoubleVector.broadcast(S, w[wo + 9 * j + 1]);
      DoubleVector w1n = DoubleVector.broadcast(S, w[wo + 9 * j + 2]);
      DoubleVector v1r = u1i.fma(w1n, u1r.mul(w1r));
      DoubleVector v1i = u1r.fma(w1i, u1i.mul(w1r));
      v1r.intoArray(a, b1 + GROUP * j);
      v1i.intoArray(a, b1 + L + GROUP * j);
      DoubleVector u2r = t0r.sub(t2r);
      DoubleVector u2i = t0i.sub(t2i);
      DoubleVector w2r = DoubleVector.broadcast(S, w[wo + 9 * j + 3]);
      DoubleVector w2i = DoubleVector.broadcast(S, w[wo + 9 * j + 4]);
      DoubleVector w2n = DoubleVector.broadcast(S, w[wo + 9 * j + 5]);
      DoubleVector v2r = u2i.fma(w2n, u2r.mul(w2r));
      DoubleVector v2i = u2r.fma(w2i, u2i.mul(w2r));
      v2r.intoArray(a, b2 + GROUP * j);
      v2i.intoArray(a, b2 + L + GROUP * j);
      DoubleVector u3r = t1r.sub(t3i);
      DoubleVector u3i = t1i.add(t3r);
      DoubleVector w3r = DoubleVector.broadcast(S, w[wo + 9 * j + 6]);
      DoubleVector w3i = DoubleVector.broadcast(S, w[wo + 9 * j + 7]);
      DoubleVector w3n = DoubleVector.broadcast(S, w[wo + 9 * j + 8]);
      DoubleVector v3r = u3i.fma(w3n, u3r.mul(w3r));
      DoubleVector v3i = u3r.fma(w3i, u3i.mul(w3r));
      v3r.intoArray(a, b3 + GROUP * j);
      v3i.intoArray(a, b3 + L + GROUP * j);
    }
  }

  /** Computes short spans: the butterflies that share their twiddles, one in sixteen groups. */
  private static void alike(
      double[] a, int b0, int b1, int b2, int b3, int blocks, double[] w, int wo) {
    for (int k = 0; k < blocks; k++) {
      DoubleVector r0 = DoubleVector.fromArray(S, a, b0 + 16 * GROUP * k);
      DoubleVector i0 = DoubleVector.fromArray(S, a, b0 + L + 16 * GROUP * k);
      DoubleVector r1 = DoubleVector.fromArray(S, a, b1 + 16 * GROUP * k);
      DoubleVector i1 = DoubleVector.fromArray(S, a, b1 + L + 16 * GROUP * k);
      DoubleVector r2 = DoubleVector.fromArray(S, a, b2 + 16 * GROUP * k);
      DoubleVector i2 = DoubleVector.fromArray(S, a, b2 + L + 16 * GROUP * k);
      DoubleVector r3 = DoubleVector.fromArray(S, a, b3 + 16 * GROUP * k);
      DoubleVector i3 = DoubleVector.fromArray(S, a, b3 + L + 16 * GROUP * k);
      DoubleVector t0r = r0.add(r2);
      DoubleVector t0i = i0.add(i2);
      DoubleVector t1r = r0.sub(r2);
      DoubleVector t1i = i0.sub(i2);
      DoubleVector t2r = r1.add(r3);
      DoubleVector t2i = i1.add(i3);
      DoubleVector t3r = r1.sub(r3);
      DoubleVector t3i = i1.sub(i3);
      t0r.add(t2r).intoArray(a, b0 + 16 * GROUP * k);
      t0i.add(t2i).intoArray(a, b0 + L + 16 * GROUP * k);
      DoubleVector u1r = t1r.add(t3i);
      DoubleVector u1i = t1i.sub(t3r);
      DoubleVector w1r = DoubleVector.broadcast(S, w[wo]);
      DoubleVector w1i = DoubleVector.broadcast(S, w[wo + 1]);
      DoubleVector w1n = DoubleVector.broadcast(S, w[wo + 2]);
      DoubleVector v1r = u1i.fma(w1n, u1r.mul(w1r));
      DoubleVector v1i = u1r.fma(w1i, u1i.mul(w1r));
      v1r.intoArray(a, b1 + 16 * GROUP * k);
      v1i.intoArray(a, b1 + L + 16 * GROUP * k);
      DoubleVector u2r = t0r.sub(t2r);
      DoubleVector u2i = t0i.sub(t2i);
      DoubleVector w2r = DoubleVector.broadcast(S, w[wo + 3]);
      DoubleVector w2i = DoubleVector.broadcast(S, w[wo + 4]);
      DoubleVector w2n = DoubleVector.broadcast(S, w[wo + 5]);
      DoubleVector v2r = u2i.fma(w2n, u2r.mul(w2r));
      DoubleVector v2i = u2r.fma(w2i, u2i.mul(w2r));
      v2r.intoArray(a, b2 + 16 * GROUP * k);
      v2i.intoArray(a, b2 + L + 16 * GROUP * k);
      DoubleVector u3r = t1r.sub(t3i);
      DoubleVector u3i = t1i.add(t3r);
      DoubleVector w3r = DoubleVector.broadcast(S, w[wo + 6]);
      DoubleVector w3i = DoubleVector.broadcast(S, w[wo + 7]);
      DoubleVector w3n = DoubleVector.broadcast(S, w[wo + 8]);
      DoubleVector v3r = u3i.fma(w3n, u3r.mul(w3r));
      DoubleVector v3i = u3r.fma(w3i, u3i.mul(w3r));
      v3r.intoArray(a, b3 + 16 * GROUP * k);
      v3i.intoArray(a, b3 + L + 16 * GROUP * k);
    }
  }

  /** Computes span 1, without twiddles. */
  static void span1(double[] a, int o, int n) {
    int b0 = o;
    int b1 = o + GROUP;
    int b2 = o + 2 * GROUP;
    int b3 = o + 3 * GROUP;
    for (int k = 0; k < n / 4; k++) {
      DoubleVector r0 = DoubleVector.fromArray(S, a, b0 + 4 * GROUP * k);
      DoubleVector i0 = DoubleVector.fromArray(S, a, b0 + L + 4 * GROUP * k);
      DoubleVector r1 = DoubleVector.fromArray(S, a, b1 + 4 * GROUP * k);
      DoubleVector i1 = DoubleVector.fromArray(S, a, b1 + L + 4 * GROUP * k);
      DoubleVector r2 = DoubleVector.fromArray(S, a, b2 + 4 * GROUP * k);
      DoubleVector i2 = DoubleVector.fromArray(S, a, b2 + L + 4 * GROUP * k);
      DoubleVector r3 = DoubleVector.fromArray(S, a, b3 + 4 * GROUP * k);
      DoubleVector i3 = DoubleVector.fromArray(S, a, b3 + L + 4 * GROUP * k);
      DoubleVector t0r = r0.add(r2);
      DoubleVector t0i = i0.add(i2);
      DoubleVector t1r = r0.sub(r2);
      DoubleVector t1i = i0.sub(i2);
      DoubleVector t2r = r1.add(r3);
      DoubleVector t2i = i1.add(i3);
      DoubleVector t3r = r1.sub(r3);
      DoubleVector t3i = i1.sub(i3);
      t0r.add(t2r).intoArray(a, b0 + 4 * GROUP * k);
      t0i.add(t2i).intoArray(a, b0 + L + 4 * GROUP * k);
      t1r.add(t3i).intoArray(a, b1 + 4 * GROUP * k);
      t1i.sub(t3r).intoArray(a, b1 + L + 4 * GROUP * k);
      t0r.sub(t2r).intoArray(a, b2 + 4 * GROUP * k);
      t0i.sub(t2i).intoArray(a, b2 + L + 4 * GROUP * k);
      t1r.sub(t3i).intoArray(a, b3 + 4 * GROUP * k);
      t1i.add(t3r).intoArray(a, b3 + L + 4 * GROUP * k);
    }
  }
}
