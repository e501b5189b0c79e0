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
  public void gatherRows(double[] field, int at, int pitch, int panels, double[] row, int to) {
    VectorTranspose.gatherRows(field, at, pitch, panels, row, to);
  }

  @Override
  public void scatterRows(double[] field, int at, int pitch, int panels, double[] row, int from) {
    VectorTranspose.scatterRows(field, at, pitch, panels, row, from);
  }

  @Override
  void dif2(double[] a, int o, int n, double[] w) {
    VectorForward.radix2(a, o, n, w);
  }

  @Override
  void dit2(double[] a, int o, int n, double[] w) {
    VectorInverse.radix2(a, o, n, w);
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
  void dif4Last(double[] a, int o, int n) {
    VectorForward.span1(a, o, n);
  }

  @Override
  void dit4First(double[] a, int o, int n) {
    VectorInverse.span1(a, o, n);
  }

  @Override
  void spectral(double[] a, int o, int n, SpectralFactors factors, int panel) {
    VectorSpectral.product(a, o, n, factors, panel);
  }

  @Override
  void spectralWithSource(double[] a, int o, int n, SpectralFactors factors, int panel) {
    VectorSpectral.withSource(a, o, n, factors, panel);
  }
}
