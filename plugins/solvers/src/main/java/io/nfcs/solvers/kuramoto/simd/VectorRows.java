package io.nfcs.solvers.kuramoto.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a matrix with the sines and the cosines in one pass over the matrix.
 *
 * <p>Vectors of four lanes at most, in pairs: four accumulators a row and two rows at a time hide
 * the latency of the multiply-adds, and each cache line is loaded once. With two lanes the rows are
 * gone over twice, each time for four of the eight partial sums.
 *
 * <p>The methods with the inner loops are kept apart and long on purpose: C2 (JDK 25) does not
 * inline methods of more than 325 bytes of code, and inlined they would exceed its budget of nodes
 * and box their vectors.
 *
 * <p><b>Allocates.</b> Nothing after warm-up.
 */
final class VectorRows {
  private static final VectorSpecies<Double> S =
      VectorPhases.L > 4 ? DoubleVector.SPECIES_256 : VectorPhases.SPECIES;
  private static final VectorSpecies<Float> F =
      VectorSpecies.of(float.class, VectorShape.forBitSize(S.vectorBitSize() / 2));
  private static final int L = S.length();
  private static final int V = PhaseState.LANES;

  private VectorRows() {}

  static void sums(PhaseState p, double[] k, int pitch) {
    for (int i = 0; i < p.padded; i += 2) {
      for (int l = 0; l < V; l += 2 * L) {
        two(p, k, i * pitch, pitch, l);
      }
      p.sumSin[i] = total(p.part, 0);
      p.sumCos[i] = total(p.part, V);
      p.sumSin[i + 1] = total(p.part, 2 * V);
      p.sumCos[i + 1] = total(p.part, 3 * V);
    }
  }

  private static void two(PhaseState p, double[] k, int row, int pitch, int l) {
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector c0 = s0;
    DoubleVector c1 = s0;
    DoubleVector c2 = s0;
    DoubleVector c3 = s0;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int j = l; j < p.padded; j += V) {
      DoubleVector sLow = DoubleVector.fromArray(S, sin, j);
      DoubleVector sHigh = DoubleVector.fromArray(S, sin, j + L);
      DoubleVector cLow = DoubleVector.fromArray(S, cos, j);
      DoubleVector cHigh = DoubleVector.fromArray(S, cos, j + L);
      DoubleVector k0 = DoubleVector.fromArray(S, k, row + j);
      DoubleVector k1 = DoubleVector.fromArray(S, k, row + j + L);
      DoubleVector k2 = DoubleVector.fromArray(S, k, row + pitch + j);
      DoubleVector k3 = DoubleVector.fromArray(S, k, row + pitch + j + L);
      s0 = k0.fma(sLow, s0);
      s1 = k1.fma(sHigh, s1);
      c0 = k0.fma(cLow, c0);
      c1 = k1.fma(cHigh, c1);
      s2 = k2.fma(sLow, s2);
      s3 = k3.fma(sHigh, s3);
      c2 = k2.fma(cLow, c2);
      c3 = k3.fma(cHigh, c3);
    }
    double[] part = p.part;
    s0.intoArray(part, l);
    s1.intoArray(part, l + L);
    c0.intoArray(part, V + l);
    c1.intoArray(part, V + l + L);
    s2.intoArray(part, 2 * V + l);
    s3.intoArray(part, 2 * V + l + L);
    c2.intoArray(part, 3 * V + l);
    c3.intoArray(part, 3 * V + l + L);
  }

  static void sums(PhaseState p, float[] k, int pitch) {
    for (int i = 0; i < p.padded; i += 2) {
      for (int l = 0; l < V; l += 2 * L) {
        two(p, k, i * pitch, pitch, l);
      }
      p.sumSin[i] = total(p.part, 0);
      p.sumCos[i] = total(p.part, V);
      p.sumSin[i + 1] = total(p.part, 2 * V);
      p.sumCos[i + 1] = total(p.part, 3 * V);
    }
  }

  private static void two(PhaseState p, float[] k, int row, int pitch, int l) {
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector c0 = s0;
    DoubleVector c1 = s0;
    DoubleVector c2 = s0;
    DoubleVector c3 = s0;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int j = l; j < p.padded; j += V) {
      DoubleVector sLow = DoubleVector.fromArray(S, sin, j);
      DoubleVector sHigh = DoubleVector.fromArray(S, sin, j + L);
      DoubleVector cLow = DoubleVector.fromArray(S, cos, j);
      DoubleVector cHigh = DoubleVector.fromArray(S, cos, j + L);
      DoubleVector k0 = widen(k, row + j);
      DoubleVector k1 = widen(k, row + j + L);
      DoubleVector k2 = widen(k, row + pitch + j);
      DoubleVector k3 = widen(k, row + pitch + j + L);
      s0 = k0.fma(sLow, s0);
      s1 = k1.fma(sHigh, s1);
      c0 = k0.fma(cLow, c0);
      c1 = k1.fma(cHigh, c1);
      s2 = k2.fma(sLow, s2);
      s3 = k3.fma(sHigh, s3);
      c2 = k2.fma(cLow, c2);
      c3 = k3.fma(cHigh, c3);
    }
    double[] part = p.part;
    s0.intoArray(part, l);
    s1.intoArray(part, l + L);
    c0.intoArray(part, V + l);
    c1.intoArray(part, V + l + L);
    s2.intoArray(part, 2 * V + l);
    s3.intoArray(part, 2 * V + l + L);
    c2.intoArray(part, 3 * V + l);
    c3.intoArray(part, 3 * V + l + L);
  }

  private static DoubleVector widen(float[] k, int at) {
    return (DoubleVector) FloatVector.fromArray(F, k, at).convertShape(VectorOperators.F2D, S, 0);
  }

  static void sums(PhaseState p, double[] kCos, double[] kSin, int pitch) {
    for (int i = 0; i < p.padded; i++) {
      for (int l = 0; l < V; l += 2 * L) {
        one(p, kCos, kSin, i * pitch, l);
      }
      p.sumSin[i] = total(p.part, 0) - total(p.part, V);
      p.sumCos[i] = total(p.part, 2 * V) + total(p.part, 3 * V);
    }
  }

  private static void one(PhaseState p, double[] kCos, double[] kSin, int row, int l) {
    DoubleVector cs0 = DoubleVector.zero(S);
    DoubleVector cs1 = cs0;
    DoubleVector sc0 = cs0;
    DoubleVector sc1 = cs0;
    DoubleVector cc0 = cs0;
    DoubleVector cc1 = cs0;
    DoubleVector ss0 = cs0;
    DoubleVector ss1 = cs0;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int j = l; j < p.padded; j += V) {
      DoubleVector sLow = DoubleVector.fromArray(S, sin, j);
      DoubleVector sHigh = DoubleVector.fromArray(S, sin, j + L);
      DoubleVector cLow = DoubleVector.fromArray(S, cos, j);
      DoubleVector cHigh = DoubleVector.fromArray(S, cos, j + L);
      DoubleVector kc0 = DoubleVector.fromArray(S, kCos, row + j);
      DoubleVector kc1 = DoubleVector.fromArray(S, kCos, row + j + L);
      DoubleVector ks0 = DoubleVector.fromArray(S, kSin, row + j);
      DoubleVector ks1 = DoubleVector.fromArray(S, kSin, row + j + L);
      cs0 = kc0.fma(sLow, cs0);
      cs1 = kc1.fma(sHigh, cs1);
      sc0 = ks0.fma(cLow, sc0);
      sc1 = ks1.fma(cHigh, sc1);
      cc0 = kc0.fma(cLow, cc0);
      cc1 = kc1.fma(cHigh, cc1);
      ss0 = ks0.fma(sLow, ss0);
      ss1 = ks1.fma(sHigh, ss1);
    }
    double[] part = p.part;
    cs0.intoArray(part, l);
    cs1.intoArray(part, l + L);
    sc0.intoArray(part, V + l);
    sc1.intoArray(part, V + l + L);
    cc0.intoArray(part, 2 * V + l);
    cc1.intoArray(part, 2 * V + l + L);
    ss0.intoArray(part, 3 * V + l);
    ss1.intoArray(part, 3 * V + l + L);
  }

  private static double total(double[] a, int o) {
    return PhaseKernels.combine(
        a[o], a[o + 1], a[o + 2], a[o + 3], a[o + 4], a[o + 5], a[o + 6], a[o + 7]);
  }
}
