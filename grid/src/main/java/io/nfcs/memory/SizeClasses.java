package io.nfcs.memory;

/**
 * Sizes that small blocks are rounded up to: eight steps in each doubling, so that at most a ninth
 * of a block above the smallest is wasted.
 *
 * <p>After the size classes of jemalloc (Evans, 2006): 64, 72, 80, … 128, 144, … 16384 bytes.
 */
final class SizeClasses {
  static final int COUNT = 65;
  static final int LARGEST_BYTES = 16 << 10;

  private static final int SMALLEST_SHIFT = 6;
  private static final int STEPS_SHIFT = 3;

  private SizeClasses() {}

  /** Returns the smallest class that holds {@code bytes}, which is 1 to {@link #LARGEST_BYTES}. */
  static int of(long bytes) {
    if (bytes <= 1L << SMALLEST_SHIFT) {
      return 0;
    }
    int doubling = 63 - Long.numberOfLeadingZeros(bytes - 1);
    int step = (int) ((bytes - 1) >>> (doubling - STEPS_SHIFT)) & ((1 << STEPS_SHIFT) - 1);
    return ((doubling - SMALLEST_SHIFT) << STEPS_SHIFT) + step + 1;
  }

  /** Returns the size of the blocks of a class. */
  static int bytes(int sizeClass) {
    int doubling = SMALLEST_SHIFT + (sizeClass >> STEPS_SHIFT);
    int step = sizeClass & ((1 << STEPS_SHIFT) - 1);
    return (1 << doubling) + (step << (doubling - STEPS_SHIFT));
  }
}
