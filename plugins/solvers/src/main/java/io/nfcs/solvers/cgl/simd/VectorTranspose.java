package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Moves between column panels and row panels: transposes blocks of L by L elements.
 *
 * <p>Four lanes and more go in blocks of four by four through registers (two exchanges: upper
 * halves with lower ones, odd lanes with even ones); two lanes go element by element.
 */
final class VectorTranspose {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_256;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;
  private static final VectorShuffle<Double> NEIGHBOURS = VectorShuffle.fromValues(S, 1, 0, 3, 2);
  private static final VectorMask<Double> ODD = VectorMask.fromValues(S, false, true, false, true);
  private static final VectorMask<Double> UPPER =
      VectorMask.fromValues(S, false, false, true, true);

  private VectorTranspose() {}

  static void gatherRows(double[] field, int at, int pitch, int panels, double[] row, int to) {
    for (int p = 0; p < panels; p++) {
      transpose(field, at + p * pitch, row, to + p * L * GROUP);
    }
  }

  static void scatterRows(double[] field, int at, int pitch, int panels, double[] row, int from) {
    for (int p = 0; p < panels; p++) {
      transpose(row, from + p * L * GROUP, field, at + p * pitch);
    }
  }

  private static void transpose(double[] from, int f, double[] to, int t) {
    if (L < 4) {
      elementwise(from, f, to, t);
      return;
    }
    for (int i = 0; i < L; i += 4) {
      for (int k = 0; k < L; k += 4) {
        fourByFour(from, f + i * GROUP + k, to, t + k * GROUP + i);
        fourByFour(from, f + i * GROUP + k + L, to, t + k * GROUP + i + L);
      }
    }
  }

  /** Upper halves are exchanged with lower ones by loads two lanes off, odd lanes in registers. */
  private static void fourByFour(double[] from, int f, double[] to, int t) {
    DoubleVector ac = left(from, f);
    DoubleVector bd = left(from, f + GROUP);
    ac.blend(bd.rearrange(NEIGHBOURS), ODD).intoArray(to, t);
    ac.rearrange(NEIGHBOURS).blend(bd, ODD).intoArray(to, t + GROUP);
    DoubleVector ca = right(from, f);
    DoubleVector db = right(from, f + GROUP);
    ca.blend(db.rearrange(NEIGHBOURS), ODD).intoArray(to, t + 2 * GROUP);
    ca.rearrange(NEIGHBOURS).blend(db, ODD).intoArray(to, t + 3 * GROUP);
  }

  /** Lanes 0 and 1 of the group at f, then those of the second next. */
  private static DoubleVector left(double[] a, int f) {
    DoubleVector second = DoubleVector.fromArray(S, a, f + 2 * GROUP - 2);
    return DoubleVector.fromArray(S, a, f).blend(second, UPPER);
  }

  /** Lanes 2 and 3 of the group at f, then those of the second next. */
  private static DoubleVector right(double[] a, int f) {
    DoubleVector second = DoubleVector.fromArray(S, a, f + 2 * GROUP);
    return DoubleVector.fromArray(S, a, f + 2).blend(second, UPPER);
  }

  private static void elementwise(double[] from, int f, double[] to, int t) {
    for (int i = 0; i < L; i++) {
      for (int k = 0; k < L; k++) {
        to[t + k * GROUP + i] = from[f + i * GROUP + k];
        to[t + k * GROUP + i + L] = from[f + i * GROUP + k + L];
      }
    }
  }
}
