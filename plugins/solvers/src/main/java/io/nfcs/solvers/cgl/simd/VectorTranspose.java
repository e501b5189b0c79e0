package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Moves between column panels and row panels: transposes blocks of L by L elements.
 *
 * <p>Four lanes and more go in blocks of four by four through registers (two exchanges: odd lanes
 * with odd rows, upper halves with lower rows); two lanes go element by element.
 */
final class VectorTranspose {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_256;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;
  private static final VectorShuffle<Double> NEIGHBOURS = VectorShuffle.fromValues(S, 1, 0, 3, 2);
  private static final VectorShuffle<Double> HALVES = VectorShuffle.fromValues(S, 2, 3, 0, 1);
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

  private static void fourByFour(double[] from, int f, double[] to, int t) {
    DoubleVector a = DoubleVector.fromArray(S, from, f);
    DoubleVector b = DoubleVector.fromArray(S, from, f + GROUP);
    DoubleVector c = DoubleVector.fromArray(S, from, f + 2 * GROUP);
    DoubleVector d = DoubleVector.fromArray(S, from, f + 3 * GROUP);
    DoubleVector ab = a.blend(b.rearrange(NEIGHBOURS), ODD);
    DoubleVector ba = a.rearrange(NEIGHBOURS).blend(b, ODD);
    DoubleVector cd = c.blend(d.rearrange(NEIGHBOURS), ODD);
    DoubleVector dc = c.rearrange(NEIGHBOURS).blend(d, ODD);
    ab.blend(cd.rearrange(HALVES), UPPER).intoArray(to, t);
    ba.blend(dc.rearrange(HALVES), UPPER).intoArray(to, t + GROUP);
    ab.rearrange(HALVES).blend(cd, UPPER).intoArray(to, t + 2 * GROUP);
    ba.rearrange(HALVES).blend(dc, UPPER).intoArray(to, t + 3 * GROUP);
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
