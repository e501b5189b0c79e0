package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The middle of a propagation: last forward stage, product, source, first inverse stage.
 *
 * <p>Three sweeps over a panel in the cache: in one loop C2 (JDK 25) gives up inlining and makes
 * objects of some of the vectors.
 */
final class VectorSpectral {
  private static final VectorSpecies<Double> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;

  private VectorSpectral() {}

  static void product(double[] a, int o, int n, SpectralFactors factors, int panel) {
    double[] c = factors.column;
    VectorForward.span1(a, o, n);
    for (int y = 0; y < n; y++) {
      DoubleVector rowRe = DoubleVector.fromArray(S, factors.rowRe, panel * L);
      DoubleVector rowIm = DoubleVector.fromArray(S, factors.rowIm, panel * L);
      DoubleVector cr = DoubleVector.broadcast(S, c[3 * y]);
      DoubleVector ci = DoubleVector.broadcast(S, c[3 * y + 1]);
      DoubleVector cn = DoubleVector.broadcast(S, c[3 * y + 2]);
      DoubleVector fr = rowIm.fma(cn, rowRe.mul(cr));
      DoubleVector fi = rowIm.fma(cr, rowRe.mul(ci));
      DoubleVector re = DoubleVector.fromArray(S, a, o + GROUP * y);
      DoubleVector im = DoubleVector.fromArray(S, a, o + L + GROUP * y);
      DoubleVector vr = re.mul(fr).sub(im.mul(fi));
      DoubleVector vi = re.fma(fi, im.mul(fr));
      vr.intoArray(a, o + GROUP * y);
      vi.intoArray(a, o + L + GROUP * y);
    }
    VectorInverse.span1(a, o, n);
  }

  static void withSource(double[] a, int o, int n, SpectralFactors factors, int panel) {
    double[] s = factors.source();
    int so = panel * n * GROUP;
    double[] c = factors.column;
    VectorForward.span1(a, o, n);
    for (int y = 0; y < n; y++) {
      DoubleVector rowRe = DoubleVector.fromArray(S, factors.rowRe, panel * L);
      DoubleVector rowIm = DoubleVector.fromArray(S, factors.rowIm, panel * L);
      DoubleVector cr = DoubleVector.broadcast(S, c[3 * y]);
      DoubleVector ci = DoubleVector.broadcast(S, c[3 * y + 1]);
      DoubleVector cn = DoubleVector.broadcast(S, c[3 * y + 2]);
      DoubleVector fr = rowIm.fma(cn, rowRe.mul(cr));
      DoubleVector fi = rowIm.fma(cr, rowRe.mul(ci));
      DoubleVector re = DoubleVector.fromArray(S, a, o + GROUP * y);
      DoubleVector im = DoubleVector.fromArray(S, a, o + L + GROUP * y);
      DoubleVector vr = re.mul(fr).sub(im.mul(fi));
      DoubleVector vi = re.fma(fi, im.mul(fr));
      vr = vr.add(DoubleVector.fromArray(S, s, so + GROUP * y));
      vi = vi.add(DoubleVector.fromArray(S, s, so + L + GROUP * y));
      vr.intoArray(a, o + GROUP * y);
      vi.intoArray(a, o + L + GROUP * y);
    }
    VectorInverse.span1(a, o, n);
  }
}
