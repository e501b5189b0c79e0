package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels that move between column panels and row panels: blocks of L by L elements are transposed,
 * with the radix-2 stage of the columns on the way where they have one.
 *
 * <p>Four lanes and more go in blocks of four by four: upper halves are exchanged with lower ones
 * by loads two lanes off, odd lanes with even ones in registers; two lanes go element by element.
 * The methods with the loops are long on purpose: C2 (JDK 25) does not inline methods of more than
 * 325 bytes of code, and inlined together they would exceed its budget of nodes and box their
 * vectors.
 */
final class VectorTranspose {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_256;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;
  private static final int BLOCK = L * GROUP;
  private static final VectorShuffle<Double> NEIGHBOURS = VectorShuffle.fromValues(S, 1, 0, 3, 2);
  private static final VectorMask<Double> ODD = VectorMask.fromValues(S, false, true, false, true);
  private static final VectorMask<Double> UPPER =
      VectorMask.fromValues(S, false, false, true, true);

  private VectorTranspose() {}

  static void gather(double[] field, int at, int pitch, int panels, double[] row, int to) {
    if (L < 4) {
      elementwise(field, at, pitch, row, to, BLOCK, panels);
    } else {
      blocks(field, at, pitch, row, to, BLOCK, panels);
    }
  }

  static void gatherPairs(double[] field, int at, int pitch, int panels, double[] row, int to) {
    if (L < 4) {
      pairs(field, at, pitch, panels);
      elementwise(field, at, pitch, row, to, BLOCK, panels);
    } else {
      blocksOfPairs(field, at, pitch, row, to, BLOCK, panels);
    }
  }

  static void scatter(double[] field, int at, int pitch, int panels, double[] row, int from) {
    if (L < 4) {
      elementwise(row, from, BLOCK, field, at, pitch, panels);
    } else {
      blocks(row, from, BLOCK, field, at, pitch, panels);
    }
  }

  static void scatterPairs(double[] field, int at, int pitch, int panels, double[] row, int from) {
    if (L < 4) {
      elementwise(row, from, BLOCK, field, at, pitch, panels);
      pairs(field, at, pitch, panels);
    } else {
      blocksToPairs(row, from, BLOCK, field, at, pitch, panels);
    }
  }

  /** Transposes blocks, {@code fStep} and {@code tStep} doubles from one to the next. */
  private static void blocks(
      double[] from, int f0, int fStep, double[] to, int t0, int tStep, int panels) {
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < L; i += 4) {
        for (int k = 0; k < GROUP; k += 4) {
          int f = f0 + p * fStep + i * GROUP + k;
          int t = t0 + p * tStep + k % L * GROUP + k / L * L + i;
          DoubleVector ac = DoubleVector.fromArray(S, from, f);
          ac = ac.blend(DoubleVector.fromArray(S, from, f + 2 * GROUP - 2), UPPER);
          DoubleVector bd = DoubleVector.fromArray(S, from, f + GROUP);
          bd = bd.blend(DoubleVector.fromArray(S, from, f + 3 * GROUP - 2), UPPER);
          ac.blend(bd.rearrange(NEIGHBOURS), ODD).intoArray(to, t);
          ac.rearrange(NEIGHBOURS).blend(bd, ODD).intoArray(to, t + GROUP);
          DoubleVector ca = DoubleVector.fromArray(S, from, f + 2);
          ca = ca.blend(DoubleVector.fromArray(S, from, f + 2 * GROUP), UPPER);
          DoubleVector db = DoubleVector.fromArray(S, from, f + GROUP + 2);
          db = db.blend(DoubleVector.fromArray(S, from, f + 3 * GROUP), UPPER);
          ca.blend(db.rearrange(NEIGHBOURS), ODD).intoArray(to, t + 2 * GROUP);
          ca.rearrange(NEIGHBOURS).blend(db, ODD).intoArray(to, t + 3 * GROUP);
        }
      }
    }
  }

  /** Transposes as {@link #blocks}, of the sums and differences of neighbouring groups. */
  private static void blocksOfPairs(
      double[] from, int f0, int fStep, double[] to, int t0, int tStep, int panels) {
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < L; i += 4) {
        for (int k = 0; k < GROUP; k += 4) {
          int f = f0 + p * fStep + i * GROUP + k;
          int t = t0 + p * tStep + k % L * GROUP + k / L * L + i;
          DoubleVector ac = DoubleVector.fromArray(S, from, f);
          ac = ac.blend(DoubleVector.fromArray(S, from, f + 2 * GROUP - 2), UPPER);
          DoubleVector bd = DoubleVector.fromArray(S, from, f + GROUP);
          bd = bd.blend(DoubleVector.fromArray(S, from, f + 3 * GROUP - 2), UPPER);
          DoubleVector sum = ac.add(bd);
          DoubleVector difference = ac.sub(bd);
          sum.blend(difference.rearrange(NEIGHBOURS), ODD).intoArray(to, t);
          sum.rearrange(NEIGHBOURS).blend(difference, ODD).intoArray(to, t + GROUP);
          DoubleVector ca = DoubleVector.fromArray(S, from, f + 2);
          ca = ca.blend(DoubleVector.fromArray(S, from, f + 2 * GROUP), UPPER);
          DoubleVector db = DoubleVector.fromArray(S, from, f + GROUP + 2);
          db = db.blend(DoubleVector.fromArray(S, from, f + 3 * GROUP), UPPER);
          sum = ca.add(db);
          difference = ca.sub(db);
          sum.blend(difference.rearrange(NEIGHBOURS), ODD).intoArray(to, t + 2 * GROUP);
          sum.rearrange(NEIGHBOURS).blend(difference, ODD).intoArray(to, t + 3 * GROUP);
        }
      }
    }
  }

  /** Transposes as {@link #blocks}, leaving sums and differences of neighbouring groups. */
  private static void blocksToPairs(
      double[] from, int f0, int fStep, double[] to, int t0, int tStep, int panels) {
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < L; i += 4) {
        for (int k = 0; k < GROUP; k += 4) {
          int f = f0 + p * fStep + i * GROUP + k;
          int t = t0 + p * tStep + k % L * GROUP + k / L * L + i;
          DoubleVector ac = DoubleVector.fromArray(S, from, f);
          ac = ac.blend(DoubleVector.fromArray(S, from, f + 2 * GROUP - 2), UPPER);
          DoubleVector bd = DoubleVector.fromArray(S, from, f + GROUP);
          bd = bd.blend(DoubleVector.fromArray(S, from, f + 3 * GROUP - 2), UPPER);
          DoubleVector first = ac.blend(bd.rearrange(NEIGHBOURS), ODD);
          DoubleVector second = ac.rearrange(NEIGHBOURS).blend(bd, ODD);
          first.add(second).intoArray(to, t);
          first.sub(second).intoArray(to, t + GROUP);
          DoubleVector ca = DoubleVector.fromArray(S, from, f + 2);
          ca = ca.blend(DoubleVector.fromArray(S, from, f + 2 * GROUP), UPPER);
          DoubleVector db = DoubleVector.fromArray(S, from, f + GROUP + 2);
          db = db.blend(DoubleVector.fromArray(S, from, f + 3 * GROUP), UPPER);
          first = ca.blend(db.rearrange(NEIGHBOURS), ODD);
          second = ca.rearrange(NEIGHBOURS).blend(db, ODD);
          first.add(second).intoArray(to, t + 2 * GROUP);
          first.sub(second).intoArray(to, t + 3 * GROUP);
        }
      }
    }
  }

  private static void pairs(double[] field, int at, int pitch, int panels) {
    for (int p = 0; p < panels; p++) {
      VectorSpectral.pairs(field, at + p * pitch, L);
    }
  }

  private static void elementwise(
      double[] from, int f0, int fStep, double[] to, int t0, int tStep, int panels) {
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < L; i++) {
        for (int k = 0; k < GROUP; k++) {
          int t = t0 + p * tStep + k % L * GROUP + k / L * L + i;
          to[t] = from[f0 + p * fStep + i * GROUP + k];
        }
      }
    }
  }
}
