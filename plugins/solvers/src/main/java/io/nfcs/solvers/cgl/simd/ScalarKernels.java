package io.nfcs.solvers.cgl.simd;

/** The scalar twin: the same operations on each element as {@link VectorKernels}, lane by lane. */
final class ScalarKernels extends FieldKernels {
  private static final int TWIDDLE = RadixPlan.TWIDDLE;

  private final int lanes;
  private final int group;

  ScalarKernels(int lanes) {
    this.lanes = lanes;
    this.group = 2 * lanes;
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public void cubic(double[] a, int o, int n, CubicFlow flow) {
    for (int p = o; p < o + group * n; p += group) {
      for (int l = 0; l < lanes; l++) {
        flow.apply(a, p + l, p + l + lanes);
      }
    }
  }

  @Override
  void gather(double[] field, int at, int pitch, int panels, double[] row, int to) {
    for (int p = 0; p < panels; p++) {
      transpose(field, at + p * pitch, row, to + p * lanes * group);
    }
  }

  @Override
  void gatherPairs(double[] field, int at, int pitch, int panels, double[] row, int to) {
    for (int p = 0; p < panels; p++) {
      pairs(field, at + p * pitch, lanes);
    }
    gather(field, at, pitch, panels, row, to);
  }

  @Override
  void scatter(double[] field, int at, int pitch, int panels, double[] row, int from) {
    for (int p = 0; p < panels; p++) {
      transpose(row, from + p * lanes * group, field, at + p * pitch);
    }
  }

  @Override
  void scatterPairs(double[] field, int at, int pitch, int panels, double[] row, int from) {
    scatter(field, at, pitch, panels, row, from);
    for (int p = 0; p < panels; p++) {
      pairs(field, at + p * pitch, lanes);
    }
  }

  private void transpose(double[] from, int f, double[] to, int t) {
    for (int i = 0; i < lanes; i++) {
      for (int k = 0; k < lanes; k++) {
        to[t + k * group + i] = from[f + i * group + k];
        to[t + k * group + i + lanes] = from[f + i * group + k + lanes];
      }
    }
  }

  @Override
  void pairs(double[] a, int o, int n) {
    for (int p = o; p < o + group * n; p += 2 * group) {
      for (int i = p; i < p + group; i++) {
        double first = a[i];
        double second = a[i + group];
        a[i] = first + second;
        a[i + group] = first - second;
      }
    }
  }

  @Override
  void dif4(double[] a, int o, int n, int m, double[] w, int wo) {
    int span = group * m;
    for (int block = o; block < o + group * n; block += 4 * span) {
      for (int j = 0; j < m; j++) {
        for (int l = 0; l < lanes; l++) {
          int p = block + group * j + l;
          difButterfly(a, p, span);
          int t = wo + 3 * TWIDDLE * j;
          turn(a, p + span, a[p + span], a[p + span + lanes], w, t);
          turn(a, p + 2 * span, a[p + 2 * span], a[p + 2 * span + lanes], w, t + TWIDDLE);
          turn(a, p + 3 * span, a[p + 3 * span], a[p + 3 * span + lanes], w, t + 2 * TWIDDLE);
        }
      }
    }
  }

  @Override
  void dit4(double[] a, int o, int n, int m, double[] w, int wo) {
    int span = group * m;
    for (int block = o; block < o + group * n; block += 4 * span) {
      for (int j = 0; j < m; j++) {
        for (int l = 0; l < lanes; l++) {
          int p = block + group * j + l;
          int t = wo + 3 * TWIDDLE * j;
          turnBack(a, p + span, w, t);
          turnBack(a, p + 2 * span, w, t + TWIDDLE);
          turnBack(a, p + 3 * span, w, t + 2 * TWIDDLE);
          ditButterfly(a, p, span);
        }
      }
    }
  }

  @Override
  void quads(double[] a, int o, int n) {
    for (int block = o; block < o + group * n; block += 4 * group) {
      for (int l = 0; l < lanes; l++) {
        difButterfly(a, block + l, group);
      }
    }
  }

  @Override
  void quadsBack(double[] a, int o, int n) {
    for (int block = o; block < o + group * n; block += 4 * group) {
      for (int l = 0; l < lanes; l++) {
        ditButterfly(a, block + l, group);
      }
    }
  }

  @Override
  void productBetweenPairs(double[] a, int o, int n, SpectralFactors factors, int panel) {
    pairs(a, o, n);
    product(a, o, n, factors, panel);
    pairs(a, o, n);
  }

  @Override
  void add(double[] a, int o, double[] source, int so, int n) {
    for (int i = 0; i < n * group; i++) {
      a[o + i] += source[so + i];
    }
  }

  @Override
  void product(double[] a, int o, int n, SpectralFactors factors, int panel) {
    for (int y = 0; y < n; y++) {
      double cr = factors.column[TWIDDLE * y];
      double ci = factors.column[TWIDDLE * y + 1];
      double cn = factors.column[TWIDDLE * y + 2];
      for (int l = 0; l < lanes; l++) {
        double rr = factors.rowRe[panel * lanes + l];
        double ri = factors.rowIm[panel * lanes + l];
        double fr = Math.fma(ri, cn, rr * cr);
        double fi = Math.fma(ri, cr, rr * ci);
        int p = o + group * y + l;
        double x = a[p];
        double z = a[p + lanes];
        a[p] = x * fr - z * fi;
        a[p + lanes] = Math.fma(x, fi, z * fr);
      }
    }
  }

  /** Stores u times the twiddle at q. */
  private void turn(double[] a, int q, double ur, double ui, double[] w, int t) {
    a[q] = Math.fma(ui, w[t + 2], ur * w[t]);
    a[q + lanes] = Math.fma(ur, w[t + 1], ui * w[t]);
  }

  /** Multiplies the value at q by the conjugate of the twiddle. */
  private void turnBack(double[] a, int q, double[] w, int t) {
    double ur = a[q];
    double ui = a[q + lanes];
    a[q] = Math.fma(ui, w[t + 1], ur * w[t]);
    a[q + lanes] = Math.fma(ur, w[t + 2], ui * w[t]);
  }

  private void difButterfly(double[] a, int p, int span) {
    int q = p + lanes;
    double t0r = a[p] + a[p + 2 * span];
    double t0i = a[q] + a[q + 2 * span];
    double t1r = a[p] - a[p + 2 * span];
    double t1i = a[q] - a[q + 2 * span];
    double t2r = a[p + span] + a[p + 3 * span];
    double t2i = a[q + span] + a[q + 3 * span];
    double t3r = a[p + span] - a[p + 3 * span];
    double t3i = a[q + span] - a[q + 3 * span];
    a[p] = t0r + t2r;
    a[q] = t0i + t2i;
    a[p + span] = t1r + t3i;
    a[q + span] = t1i - t3r;
    a[p + 2 * span] = t0r - t2r;
    a[q + 2 * span] = t0i - t2i;
    a[p + 3 * span] = t1r - t3i;
    a[q + 3 * span] = t1i + t3r;
  }

  private void ditButterfly(double[] a, int p, int span) {
    int q = p + lanes;
    double t0r = a[p] + a[p + 2 * span];
    double t0i = a[q] + a[q + 2 * span];
    double t1r = a[p] - a[p + 2 * span];
    double t1i = a[q] - a[q + 2 * span];
    double t2r = a[p + span] + a[p + 3 * span];
    double t2i = a[q + span] + a[q + 3 * span];
    double t3r = a[p + span] - a[p + 3 * span];
    double t3i = a[q + span] - a[q + 3 * span];
    a[p] = t0r + t2r;
    a[q] = t0i + t2i;
    a[p + span] = t1r - t3i;
    a[q + span] = t1i + t3r;
    a[p + 2 * span] = t0r - t2r;
    a[q + 2 * span] = t0i - t2i;
    a[p + 3 * span] = t1r + t3i;
    a[q + 3 * span] = t1i - t3r;
  }
}
