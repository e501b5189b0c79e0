package io.nfcs.solvers.cgl;

/** The grid sizes that have a plan: powers of two from 16 to 2048. */
final class GridSize {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 2048;

  private GridSize() {}

  static int check(String name, int n) {
    if (n < SMALLEST || n > LARGEST || Integer.bitCount(n) != 1) {
      throw new IllegalArgumentException(
          name + " = " + n + ": allowed are the powers of two from " + SMALLEST + " to " + LARGEST);
    }
    return n;
  }
}
