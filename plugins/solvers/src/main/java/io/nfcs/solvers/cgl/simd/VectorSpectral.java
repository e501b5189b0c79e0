package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The middle of a propagation: last forward stage, product, source, first inverse stage.
 *
 * <p>Done on sixteen registers of one span-1 butterfly, so that the spectrum is never stored.
 */
final class VectorSpectral {
  private static final VectorSpecies<Double> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;

  private VectorSpectral() {}

  static void product(double[] a, int o, int n, SpectralFactors factors, int panel) {
    double[] c = factors.column;
    DoubleVector rowRe = DoubleVector.fromArray(S, factors.rowRe, panel * L);
    DoubleVector rowIm = DoubleVector.fromArray(S, factors.rowIm, panel * L);
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
      DoubleVector y0r = t0r.add(t2r);
      DoubleVector y0i = t0i.add(t2i);
      DoubleVector c0r = DoubleVector.broadcast(S, c[12 * k]);
      DoubleVector c0i = DoubleVector.broadcast(S, c[1 + 12 * k]);
      DoubleVector c0n = DoubleVector.broadcast(S, c[2 + 12 * k]);
      DoubleVector f0r = rowIm.fma(c0n, rowRe.mul(c0r));
      DoubleVector f0i = rowIm.fma(c0r, rowRe.mul(c0i));
      r0 = y0r.mul(f0r).sub(y0i.mul(f0i));
      i0 = y0r.fma(f0i, y0i.mul(f0r));
      DoubleVector y1r = t1r.add(t3i);
      DoubleVector y1i = t1i.sub(t3r);
      DoubleVector c1r = DoubleVector.broadcast(S, c[3 + 12 * k]);
      DoubleVector c1i = DoubleVector.broadcast(S, c[4 + 12 * k]);
      DoubleVector c1n = DoubleVector.broadcast(S, c[5 + 12 * k]);
      DoubleVector f1r = rowIm.fma(c1n, rowRe.mul(c1r));
      DoubleVector f1i = rowIm.fma(c1r, rowRe.mul(c1i));
      r1 = y1r.mul(f1r).sub(y1i.mul(f1i));
      i1 = y1r.fma(f1i, y1i.mul(f1r));
      DoubleVector y2r = t0r.sub(t2r);
      DoubleVector y2i = t0i.sub(t2i);
      DoubleVector c2r = DoubleVector.broadcast(S, c[6 + 12 * k]);
      DoubleVector c2i = DoubleVector.broadcast(S, c[7 + 12 * k]);
      DoubleVector c2n = DoubleVector.broadcast(S, c[8 + 12 * k]);
      DoubleVector f2r = rowIm.fma(c2n, rowRe.mul(c2r));
      DoubleVector f2i = rowIm.fma(c2r, rowRe.mul(c2i));
      r2 = y2r.mul(f2r).sub(y2i.mul(f2i));
      i2 = y2r.fma(f2i, y2i.mul(f2r));
      DoubleVector y3r = t1r.sub(t3i);
      DoubleVector y3i = t1i.add(t3r);
      DoubleVector c3r = DoubleVector.broadcast(S, c[9 + 12 * k]);
      DoubleVector c3i = DoubleVector.broadcast(S, c[10 + 12 * k]);
      DoubleVector c3n = DoubleVector.broadcast(S, c[11 + 12 * k]);
      DoubleVector f3r = rowIm.fma(c3n, rowRe.mul(c3r));
      DoubleVector f3i = rowIm.fma(c3r, rowRe.mul(c3i));
      r3 = y3r.mul(f3r).sub(y3i.mul(f3i));
      i3 = y3r.fma(f3i, y3i.mul(f3r));
      t0r = r0.add(r2);
      t0i = i0.add(i2);
      t1r = r0.sub(r2);
      t1i = i0.sub(i2);
      t2r = r1.add(r3);
      t2i = i1.add(i3);
      t3r = r1.sub(r3);
      t3i = i1.sub(i3);
      t0r.add(t2r).intoArray(a, b0 + 4 * GROUP * k);
      t0i.add(t2i).intoArray(a, b0 + L + 4 * GROUP * k);
      t1r.sub(t3i).intoArray(a, b1 + 4 * GROUP * k);
      t1i.add(t3r).intoArray(a, b1 + L + 4 * GROUP * k);
      t0r.sub(t2r).intoArray(a, b2 + 4 * GROUP * k);
      t0i.sub(t2i).intoArray(a, b2 + L + 4 * GROUP * k);
      t1r.add(t3i).intoArray(a, b3 + 4 * GROUP * k);
      t1i.sub(t3r).intoArray(a, b3 + L + 4 * GROUP * k);
    }
  }

  static void withSource(double[] a, int o, int n, SpectralFactors factors, int panel) {
    double[] s = factors.source();
    int so = panel * n * GROUP;
    double[] c = factors.column;
    DoubleVector rowRe = DoubleVector.fromArray(S, factors.rowRe, panel * L);
    DoubleVector rowIm = DoubleVector.fromArray(S, factors.rowIm, panel * L);
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
      DoubleVector y0r = t0r.add(t2r);
      DoubleVector y0i = t0i.add(t2i);
      DoubleVector c0r = DoubleVector.broadcast(S, c[12 * k]);
      DoubleVector c0i = DoubleVector.broadcast(S, c[1 + 12 * k]);
      DoubleVector c0n = DoubleVector.broadcast(S, c[2 + 12 * k]);
      DoubleVector f0r = rowIm.fma(c0n, rowRe.mul(c0r));
      DoubleVector f0i = rowIm.fma(c0r, rowRe.mul(c0i));
      r0 = y0r.mul(f0r).sub(y0i.mul(f0i)).add(DoubleVector.fromArray(S, s, so + 4 * GROUP * k));
      i0 = y0r.fma(f0i, y0i.mul(f0r)).add(DoubleVector.fromArray(S, s, so + L + 4 * GROUP * k));
      DoubleVector y1r = t1r.add(t3i);
      DoubleVector y1i = t1i.sub(t3r);
      DoubleVector c1r = DoubleVector.broadcast(S, c[3 + 12 * k]);
      DoubleVector c1i = DoubleVector.broadcast(S, c[4 + 12 * k]);
      DoubleVector c1n = DoubleVector.broadcast(S, c[5 + 12 * k]);
      DoubleVector f1r = rowIm.fma(c1n, rowRe.mul(c1r));
      DoubleVector f1i = rowIm.fma(c1r, rowRe.mul(c1i));
      r1 =
          y1r.mul(f1r)
              .sub(y1i.mul(f1i))
              .add(DoubleVector.fromArray(S, s, so + GROUP + 4 * GROUP * k));
      i1 =
          y1r.fma(f1i, y1i.mul(f1r))
              .add(DoubleVector.fromArray(S, s, so + GROUP + L + 4 * GROUP * k));
      DoubleVector y2r = t0r.sub(t2r);
      DoubleVector y2i = t0i.sub(t2i);
      DoubleVector c2r = DoubleVector.broadcast(S, c[6 + 12 * k]);
      DoubleVector c2i = DoubleVector.broadcast(S, c[7 + 12 * k]);
      DoubleVector c2n = DoubleVector.broadcast(S, c[8 + 12 * k]);
      DoubleVector f2r = rowIm.fma(c2n, rowRe.mul(c2r));
      DoubleVector f2i = rowIm.fma(c2r, rowRe.mul(c2i));
      r2 =
          y2r.mul(f2r)
              .sub(y2i.mul(f2i))
              .add(DoubleVector.fromArray(S, s, so + 2 * GROUP + 4 * GROUP * k));
      i2 =
          y2r.fma(f2i, y2i.mul(f2r))
              .add(DoubleVector.fromArray(S, s, so + 2 * GROUP + L + 4 * GROUP * k));
      DoubleVector y3r = t1r.sub(t3i);
      DoubleVector y3i = t1i.add(t3r);
      DoubleVector c3r = DoubleVector.broadcast(S, c[9 + 12 * k]);
      DoubleVector c3i = DoubleVector.broadcast(S, c[10 + 12 * k]);
      DoubleVector c3n = DoubleVector.broadcast(S, c[11 + 12 * k]);
      DoubleVector f3r = rowIm.fma(c3n, rowRe.mul(c3r));
      DoubleVector f3i = rowIm.fma(c3r, rowRe.mul(c3i));
      r3 =
          y3r.mul(f3r)
              .sub(y3i.mul(f3i))
              .add(DoubleVector.fromArray(S, s, so + 3 * GROUP + 4 * GROUP * k));
      i3 =
          y3r.fma(f3i, y3i.mul(f3r))
              .add(DoubleVector.fromArray(S, s, so + 3 * GROUP + L + 4 * GROUP * k));
      t0r = r0.add(r2);
      t0i = i0.add(i2);
      t1r = r0.sub(r2);
      t1i = i0.sub(i2);
      t2r = r1.add(r3);
      t2i = i1.add(i3);
      t3r = r1.sub(r3);
      t3i = i1.sub(i3);
      t0r.add(t2r).intoArray(a, b0 + 4 * GROUP * k);
      t0i.add(t2i).intoArray(a, b0 + L + 4 * GROUP * k);
      t1r.sub(t3i).intoArray(a, b1 + 4 * GROUP * k);
      t1i.add(t3r).intoArray(a, b1 + L + 4 * GROUP * k);
      t0r.sub(t2r).intoArray(a, b2 + 4 * GROUP * k);
      t0i.sub(t2i).intoArray(a, b2 + L + 4 * GROUP * k);
      t1r.add(t3i).intoArray(a, b3 + 4 * GROUP * k);
      t1i.sub(t3r).intoArray(a, b3 + L + 4 * GROUP * k);
    }
  }
}
