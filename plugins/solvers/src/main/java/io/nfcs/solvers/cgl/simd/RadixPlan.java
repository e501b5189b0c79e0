package io.nfcs.solvers.cgl.simd;

/**
 * Twiddle factors and element order of one line length.
 *
 * <p>The forward transform is decimation in frequency: from natural order to digit-reversed order,
 * radix 2 first where the length is an odd power of two, then radix 4 down to span 1. The inverse
 * runs the same stages backwards, so nothing is ever reordered. A twiddle w is stored as the three
 * values re w, im w, -im w, so that its product and that of its conjugate are two multiplications
 * and two fused multiply-adds.
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
    int size = odd ? TWIDDLE * (n / 2) : 0;
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

  /** Line length. */
  public int n() {
    return n;
  }

  /** Index (0..n-1) of the frequency that the forward transform leaves at position {@code p}. */
  public int frequencyAt(int p) {
    return frequencies[p];
  }

  boolean odd() {
    return odd;
  }

  /** Span of the first radix-4 stage; the following ones are a quarter each, down to 1. */
  int firstSpan() {
    return odd ? n / 8 : n / 4;
  }

  double[] twiddles() {
    return twiddles;
  }

  /** Where the radix-4 stage of span m (m > 1) begins in {@link #twiddles()}. */
  int offset(int m) {
    return offsets[Integer.numberOfTrailingZeros(m)];
  }

  private void fillTwiddles() {
    if (odd) {
      for (int j = 0; j < n / 2; j++) {
        put(TWIDDLE * j, j, n);
      }
    }
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
    int radix = odd ? 2 : 4;
    while (block > 1) {
      block /= radix;
      frequency += weight * (rest / block);
      rest %= block;
      weight *= radix;
      radix = 4;
    }
    return frequency;
  }
}
