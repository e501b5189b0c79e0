package io.nfcs.solvers.cgl.simd;

/**
 * Twiddle factors and element order of one line length.
 *
 * <p>The forward transform is decimation in frequency (Gentleman and Sande, 1966), the inverse
 * decimation in time (Cooley and Tukey, 1965): from natural order to digit-reversed order, radix 4
 * down to span 1, or where the length is an odd power of two down to span 2 and then radix 2 on
 * neighbours. The inverse runs the same stages backwards, so nothing is ever reordered. A twiddle w
 * is stored as the three values re w, im w, -im w, so that its product and that of its conjugate
 * are two multiplications and two fused multiply-adds.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class RadixPlan {
  /** Values stored for one twiddle factor. */
  static final int TWIDDLE = 3;

  private final int n;
  private final boolean odd;
  private final double[] twiddles;
  private final int[] offsets;
  private final int[] frequencies;

  /**
   * Plans one length.
   *
   * @param n a power of two, at least 16
   */
  public RadixPlan(int n) {
    this.n = n;
    int log = Integer.numberOfTrailingZeros(n);
    odd = (log & 1) == 1;
    offsets = new int[log + 1];
    int size = 0;
    for (int m = firstSpan(); m > 1; m /= 4) {
      offsets[Integer.numberOfTrailingZeros(m)] = size;
      size += 3 * TWIDDLE * m;
    }
    twiddles = new double[size];
    fillTwiddles();
    frequencies = new int[n];
    for (int p = 0; p < n; p++) {
      frequencies[p] = frequency(p);
    }
  }

  /** Returns the line length. */
  public int n() {
    return n;
  }

  /**
   * Returns the index (0..n-1) of the frequency that the forward transform leaves at position
   * {@code p}.
   */
  public int frequencyAt(int p) {
    return frequencies[p];
  }

  /** Returns whether the stage next to the spectrum is radix 2, on neighbours. */
  boolean odd() {
    return odd;
  }

  /**
   * Returns the span of the first radix-4 stage; the following ones are a quarter each, down to 1
   * or 2.
   */
  int firstSpan() {
    return n / 4;
  }

  double[] twiddles() {
    return twiddles;
  }

  /** Returns the offset of the radix-4 stage of span m (m > 1) in {@link #twiddles()}. */
  int offset(int m) {
    return offsets[Integer.numberOfTrailingZeros(m)];
  }

  private void fillTwiddles() {
    for (int m = firstSpan(); m > 1; m /= 4) {
      for (int j = 0; j < m; j++) {
        for (int k = 1; k < 4; k++) {
          put(offset(m) + TWIDDLE * (3 * j + k - 1), j * k, 4 * m);
        }
      }
    }
  }

  private void put(int at, int numerator, int denominator) {
    double phase = 2 * Math.PI * numerator / denominator;
    twiddles[at] = StrictMath.cos(phase);
    twiddles[at + 1] = -StrictMath.sin(phase);
    twiddles[at + 2] = StrictMath.sin(phase);
  }

  private int frequency(int position) {
    int frequency = 0;
    int weight = 1;
    int rest = position;
    int block = n;
    while (block > 1) {
      int radix = block == 2 ? 2 : 4;
      block /= radix;
      frequency += weight * (rest / block);
      rest %= block;
      weight *= radix;
    }
    return frequency;
  }
}
