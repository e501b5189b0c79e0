package io.nfcs.solvers.cgl.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on the Vector API, one line of the panel in each lane. */
final class VectorKernels extends FieldKernels {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void cubic(double[] a, int o, int n, CubicFlow flow) {
    VectorCubic.apply(a, o, n, flow);
  }

  @Override
  void gather(double[] field, int at, int pitch, int panels, double[] row, int to) {
    VectorTranspose.gather(field, at, pitch, panels, row, to);
  }

  @Override
  void gatherPairs(double[] field, int at, int pitch, int panels, double[] row, int to) {
    VectorTranspose.gatherPairs(field, at, pitch, panels, row, to);
  }

  @Override
  void scatter(double[] field, int at, int pitch, int panels, double[] row, int from) {
    VectorTranspose.scatter(field, at, pitch, panels, row, from);
  }

  @Override
  void scatterPairs(double[] field, int at, int pitch, int panels, double[] row, int from) {
    VectorTranspose.scatterPairs(field, at, pitch, panels, row, from);
  }

  @Override
  void dif4(double[] a, int o, int n, int m, double[] w, int wo) {
    VectorForward.radix4(a, o, n, m, w, wo);
  }

  @Override
  void dit4(double[] a, int o, int n, int m, double[] w, int wo) {
    VectorInverse.radix4(a, o, n, m, w, wo);
  }

  @Override
  void quads(double[] a, int o, int n) {
    VectorForward.span1(a, o, n);
  }

  @Override
  void quadsBack(double[] a, int o, int n) {
    VectorInverse.span1(a, o, n);
  }

  @Override
  void pairs(double[] a, int o, int n) {
    VectorSpectral.pairs(a, o, n);
  }

  @Override
  void product(double[] a, int o, int n, SpectralFactors factors, int panel) {
    VectorSpectral.product(a, o, n, factors, panel);
  }

  @Override
  void productBetweenPairs(double[] a, int o, int n, SpectralFactors factors, int panel) {
    VectorSpectral.productBetweenPairs(a, o, n, factors, panel);
  }

  @Override
  void add(double[] a, int o, double[] source, int so, int n) {
    VectorSpectral.add(a, o, source, so, n);
  }
}
