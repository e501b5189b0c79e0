package io.nfcs.solvers.kuramoto.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a matrix with the sines and the cosines in one pass over the matrix.
 *
 * <p>Vectors of four lanes at most. Eight accumulators, over four rows or over two rows of two
 * matrices, hide the latency of the multiply-adds, and the sines and cosines are loaded once for
 * all of them. With two lanes the rows are gone over twice, each time for two of the four partial
 * sums.
 *
 * <p>The methods with the inner loops are kept apart and long on purpose: C2 (JDK 25) does not
 * inline methods of more than 325 bytes of code, and inlined they would exceed its budget of nodes
 * and box their vectors. Their loops begin at 0: from another begin C2 keeps the bounds checks.
 *
 * <p><b>Allocates.</b> Nothing after warm-up.
 */
final class VectorRows {
  private static final VectorSpecies<Double> S =
      VectorPhases.L > 4 ? DoubleVector.SPECIES_256 : VectorPhases.SPECIES;
  private static final VectorSpecies<Float> F =
      VectorSpecies.of(float.class, VectorShape.forBitSize(S.vectorBitSize() / 2));
  private static final int L = S.length();
  private static final int V = PhaseKernels.PARTIAL_SUMS;

  private VectorRows() {}

  static void sums(PhaseState p, double[] k, int pitch) {
    for (int i = 0; i < p.padded; i += 4) {
      for (int l = 0; l < V; l += L) {
        four(p, k, i * pitch, pitch, l);
      }
      takeFour(p, i);
    }
  }

  private static void four(PhaseState p, double[] k, int row, int pitch, int l) {
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector c0 = s0;
    DoubleVector c1 = s0;
    DoubleVector c2 = s0;
    DoubleVector c3 = s0;
    int row0 = row + l;
    int row1 = row0 + pitch;
    int row2 = row1 + pitch;
    int row3 = row2 + pitch;
    int n = p.padded;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int j = 0; j < n; j += V) {
      DoubleVector s = DoubleVector.fromArray(S, sin, l + j);
      DoubleVector c = DoubleVector.fromArray(S, cos, l + j);
      DoubleVector k0 = DoubleVector.fromArray(S, k, row0 + j);
      DoubleVector k1 = DoubleVector.fromArray(S, k, row1 + j);
      DoubleVector k2 = DoubleVector.fromArray(S, k, row2 + j);
      DoubleVector k3 = DoubleVector.fromArray(S, k, row3 + j);
      s0 = k0.fma(s, s0);
      c0 = k0.fma(c, c0);
      s1 = k1.fma(s, s1);
      c1 = k1.fma(c, c1);
      s2 = k2.fma(s, s2);
      c2 = k2.fma(c, c2);
      s3 = k3.fma(s, s3);
      c3 = k3.fma(c, c3);
    }
    double[] part = p.part;
    s0.intoArray(part, l);
    s1.intoArray(part, V + l);
    s2.intoArray(part, 2 * V + l);
    s3.intoArray(part, 3 * V + l);
    c0.intoArray(part, 4 * V + l);
    c1.intoArray(part, 5 * V + l);
    c2.intoArray(part, 6 * V + l);
    c3.intoArray(part, 7 * V + l);
  }

  static void sums(PhaseState p, float[] k, int pitch) {
    for (int i = 0; i < p.padded; i += 4) {
      for (int l = 0; l < V; l += L) {
        four(p, k, i * pitch, pitch, l);
      }
      takeFour(p, i);
    }
  }

  /** Computes two vectors a turn: C2 does not unroll so long a loop; unrolled it would spill. */
  private static void four(PhaseState p, float[] k, int row, int pitch, int l) {
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector c0 = s0;
    DoubleVector c1 = s0;
    DoubleVector c2 = s0;
    DoubleVector c3 = s0;
    int row0 = row + l;
    int row1 = row0 + pitch;
    int row2 = row1 + pitch;
    int row3 = row2 + pitch;
    int n = p.padded;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int j = 0; j < n; j += 2 * V) {
      DoubleVector s = DoubleVector.fromArray(S, sin, l + j);
      DoubleVector c = DoubleVector.fromArray(S, cos, l + j);
      DoubleVector k0 = widen(k, row0 + j);
      DoubleVector k1 = widen(k, row1 + j);
      DoubleVector k2 = widen(k, row2 + j);
      DoubleVector k3 = widen(k, row3 + j);
      s0 = k0.fma(s, s0);
      c0 = k0.fma(c, c0);
      s1 = k1.fma(s, s1);
      c1 = k1.fma(c, c1);
      s2 = k2.fma(s, s2);
      c2 = k2.fma(c, c2);
      s3 = k3.fma(s, s3);
      c3 = k3.fma(c, c3);
      s = DoubleVector.fromArray(S, sin, l + V + j);
      c = DoubleVector.fromArray(S, cos, l + V + j);
      k0 = widen(k, row0 + V + j);
      k1 = widen(k, row1 + V + j);
      k2 = widen(k, row2 + V + j);
      k3 = widen(k, row3 + V + j);
      s0 = k0.fma(s, s0);
      c0 = k0.fma(c, c0);
      s1 = k1.fma(s, s1);
      c1 = k1.fma(c, c1);
      s2 = k2.fma(s, s2);
      c2 = k2.fma(c, c2);
      s3 = k3.fma(s, s3);
      c3 = k3.fma(c, c3);
    }
    double[] part = p.part;
    s0.intoArray(part, l);
    s1.intoArray(part, V + l);
    s2.intoArray(part, 2 * V + l);
    s3.intoArray(part, 3 * V + l);
    c0.intoArray(part, 4 * V + l);
    c1.intoArray(part, 5 * V + l);
    c2.intoArray(part, 6 * V + l);
    c3.intoArray(part, 7 * V + l);
  }

  private static DoubleVector widen(float[] k, int at) {
    return (DoubleVector) FloatVector.fromArray(F, k, at).convertShape(VectorOperators.F2D, S, 0);
  }

  private static void takeFour(PhaseState p, int i) {
    for (int r = 0; r < 4; r++) {
      p.sumSin[i + r] = total(p.part, r * V);
      p.sumCos[i + r] = total(p.part, (4 + r) * V);
    }
  }

  static void sums(PhaseState p, double[] kCos, double[] kSin, int pitch) {
    for (int i = 0; i < p.padded; i += 2) {
      for (int l = 0; l < V; l += L) {
        two(p, kCos, kSin, i * pitch, pitch, l);
      }
      for (int r = 0; r < 2; r++) {
        int o = r * 4 * V;
        p.sumSin[i + r] = total(p.part, o) - total(p.part, o + V);
        p.sumCos[i + r] = total(p.part, o + 2 * V) + total(p.part, o + 3 * V);
      }
    }
  }

  private static void two(PhaseState p, double[] kCos, double[] kSin, int row, int pitch, int l) {
    DoubleVector cs0 = DoubleVector.zero(S);
    DoubleVector sc0 = cs0;
    DoubleVector cc0 = cs0;
    DoubleVector ss0 = cs0;
    DoubleVector cs1 = cs0;
    DoubleVector sc1 = cs0;
    DoubleVector cc1 = cs0;
    DoubleVector ss1 = cs0;
    int row0 = row + l;
    int row1 = row0 + pitch;
    int n = p.padded;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int j = 0; j < n; j += V) {
      DoubleVector s = DoubleVector.fromArray(S, sin, l + j);
      DoubleVector c = DoubleVector.fromArray(S, cos, l + j);
      DoubleVector kc0 = DoubleVector.fromArray(S, kCos, row0 + j);
      DoubleVector ks0 = DoubleVector.fromArray(S, kSin, row0 + j);
      DoubleVector kc1 = DoubleVector.fromArray(S, kCos, row1 + j);
      DoubleVector ks1 = DoubleVector.fromArray(S, kSin, row1 + j);
      cs0 = kc0.fma(s, cs0);
      sc0 = ks0.fma(c, sc0);
      cc0 = kc0.fma(c, cc0);
      ss0 = ks0.fma(s, ss0);
      cs1 = kc1.fma(s, cs1);
      sc1 = ks1.fma(c, sc1);
      cc1 = kc1.fma(c, cc1);
      ss1 = ks1.fma(s, ss1);
    }
    double[] part = p.part;
    cs0.intoArray(part, l);
    sc0.intoArray(part, V + l);
    cc0.intoArray(part, 2 * V + l);
    ss0.intoArray(part, 3 * V + l);
    cs1.intoArray(part, 4 * V + l);
    sc1.intoArray(part, 5 * V + l);
    cc1.intoArray(part, 6 * V + l);
    ss1.intoArray(part, 7 * V + l);
  }

  private static double total(double[] a, int o) {
    return PhaseKernels.combine(a[o], a[o + 1], a[o + 2], a[o + 3]);
  }
}
