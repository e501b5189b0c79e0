package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Kernels in the spectrum: product, source, and the radix-2 stage next to it. */
final class VectorSpectral {
  private static final VectorSpecies<Double> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;
  private static final int GROUP = 2 * L;

  private VectorSpectral() {}

  static void product(double[] a, int o, int n, SpectralFactors factors, int panel) {
    double[] c = factors.column;
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
      re.mul(fr).sub(im.mul(fi)).intoArray(a, o + GROUP * y);
      re.fma(fi, im.mul(fr)).intoArray(a, o + L + GROUP * y);
    }
  }

  static void productBetweenPairs(double[] a, int o, int n, SpectralFactors factors, int panel) {
    double[] c = factors.column;
    int o1 = o + GROUP;
    for (int y = 0; y < n / 2; y++) {
      DoubleVector rowRe = DoubleVector.fromArray(S, factors.rowRe, panel * L);
      DoubleVector rowIm = DoubleVector.fromArray(S, factors.rowIm, panel * L);
      DoubleVector re0 = DoubleVector.fromArray(S, a, o + 2 * GROUP * y);
      DoubleVector im0 = DoubleVector.fromArray(S, a, o + L + 2 * GROUP * y);
      DoubleVector re1 = DoubleVector.fromArray(S, a, o1 + 2 * GROUP * y);
      DoubleVector im1 = DoubleVector.fromArray(S, a, o1 + L + 2 * GROUP * y);
      DoubleVector cr = DoubleVector.broadcast(S, c[6 * y]);
      DoubleVector ci = DoubleVector.broadcast(S, c[6 * y + 1]);
      DoubleVector cn = DoubleVector.broadcast(S, c[6 * y + 2]);
      DoubleVector fr = rowIm.fma(cn, rowRe.mul(cr));
      DoubleVector fi = rowIm.fma(cr, rowRe.mul(ci));
      DoubleVector sumRe = re0.add(re1);
      DoubleVector sumIm = im0.add(im1);
      DoubleVector u0 = sumRe.mul(fr).sub(sumIm.mul(fi));
      DoubleVector v0 = sumRe.fma(fi, sumIm.mul(fr));
      cr = DoubleVector.broadcast(S, c[6 * y + 3]);
      ci = DoubleVector.broadcast(S, c[6 * y + 4]);
      cn = DoubleVector.broadcast(S, c[6 * y + 5]);
      fr = rowIm.fma(cn, rowRe.mul(cr));
      fi = rowIm.fma(cr, rowRe.mul(ci));
      DoubleVector differenceRe = re0.sub(re1);
      DoubleVector differenceIm = im0.sub(im1);
      DoubleVector u1 = differenceRe.mul(fr).sub(differenceIm.mul(fi));
      DoubleVector v1 = differenceRe.fma(fi, differenceIm.mul(fr));
      u0.add(u1).intoArray(a, o + 2 * GROUP * y);
      v0.add(v1).intoArray(a, o + L + 2 * GROUP * y);
      u0.sub(u1).intoArray(a, o1 + 2 * GROUP * y);
      v0.sub(v1).intoArray(a, o1 + L + 2 * GROUP * y);
    }
  }

  static void pairs(double[] a, int o, int n) {
    for (int k = 0; k < n / 2; k++) {
      sumAndDifference(a, o + 2 * GROUP * k);
      sumAndDifference(a, o + L + 2 * GROUP * k);
    }
  }

  private static void sumAndDifference(double[] a, int p) {
    DoubleVector first = DoubleVector.fromArray(S, a, p);
    DoubleVector second = DoubleVector.fromArray(S, a, p + GROUP);
    first.add(second).intoArray(a, p);
    first.sub(second).intoArray(a, p + GROUP);
  }

  static void add(double[] a, int o, double[] source, int so, int n) {
    for (int k = 0; k < 2 * n; k++) {
      DoubleVector sum = DoubleVector.fromArray(S, a, o + L * k);
      sum.add(DoubleVector.fromArray(S, source, so + L * k)).intoArray(a, o + L * k);
    }
  }
}
