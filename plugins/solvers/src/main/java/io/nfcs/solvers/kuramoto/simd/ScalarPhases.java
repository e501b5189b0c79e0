package io.nfcs.solvers.kuramoto.simd;

/** The scalar twin of {@link VectorPhases}. */
final class ScalarPhases extends PhaseKernels {
  @Override
  public void settle(PhaseState p) {
    for (int i = 0; i < p.padded; i++) {
      p.theta[i] = Angle.wrap(p.theta[i]);
      Angle.sinCos(p.theta[i], p.sin, p.cos, i);
    }
  }

  @Override
  public void rowSums(PhaseState p, double[] k, int pitch) {
    for (int i = 0; i < p.padded; i++) {
      p.sumSin[i] = dot(k, i * pitch, p.sin, p.padded);
      p.sumCos[i] = dot(k, i * pitch, p.cos, p.padded);
    }
  }

  @Override
  public void rowSums(PhaseState p, float[] k, int pitch) {
    double[] row = new double[p.padded];
    for (int i = 0; i < p.padded; i++) {
      for (int j = 0; j < p.padded; j++) {
        row[j] = k[i * pitch + j];
      }
      p.sumSin[i] = dot(row, 0, p.sin, p.padded);
      p.sumCos[i] = dot(row, 0, p.cos, p.padded);
    }
  }

  @Override
  public void rowSums(PhaseState p, double[] kCos, double[] kSin, int pitch) {
    for (int i = 0; i < p.padded; i++) {
      int row = i * pitch;
      p.sumSin[i] = dot(kCos, row, p.sin, p.padded) - dot(kSin, row, p.cos, p.padded);
      p.sumCos[i] = dot(kCos, row, p.cos, p.padded) + dot(kSin, row, p.sin, p.padded);
    }
  }

  @Override
  void meanField(PhaseState p, double s, double c, double[] diagonal) {
    for (int i = 0; i < p.padded; i++) {
      p.sumSin[i] = Math.fma(diagonal[i], p.sin[i], s);
      p.sumCos[i] = Math.fma(diagonal[i], p.cos[i], c);
    }
  }

  @Override
  public void advance(PhaseState p, Turn turn, double weight, double reach) {
    for (int i = 0; i < p.padded; i++) {
      double slope = slope(p, turn, i);
      p.slope[i] = Math.fma(weight, slope, p.slope[i]);
      Angle.sinCos(Math.fma(reach, slope, p.theta[i]), p.sin, p.cos, i);
    }
  }

  @Override
  public void finish(PhaseState p, Turn turn, double sixth) {
    for (int i = 0; i < p.padded; i++) {
      double sum = Math.fma(1.0, slope(p, turn, i), p.slope[i]);
      p.theta[i] = Angle.wrap(Math.fma(sixth, sum, p.theta[i]));
      Angle.sinCos(p.theta[i], p.sin, p.cos, i);
    }
  }

  private static double slope(PhaseState p, Turn turn, int i) {
    double s = Math.fma(turn.cos(), p.sumSin[i], -(turn.sin() * p.sumCos[i]));
    double c = Math.fma(turn.cos(), p.sumCos[i], turn.sin() * p.sumSin[i]);
    return Math.fma(p.cos[i], s, Math.fma(-p.sin[i], c, p.drive[i]));
  }

  private static double dot(double[] k, int row, double[] v, int n) {
    double[] a = new double[PARTIAL_SUMS];
    for (int j = 0; j < n; j++) {
      int l = j % PARTIAL_SUMS;
      a[l] = Math.fma(k[row + j], v[j], a[l]);
    }
    return combine(a[0], a[1], a[2], a[3]);
  }
}
