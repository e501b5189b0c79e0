package io.nfcs.constitution;

import java.util.Arrays;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * View of a number by some policies: the interval between the numbers that it is compared with, or
 * the number itself.
 */
final class KeyView {
  private final int key;
  private final ContextKey.Type type;
  private final double @Nullable [] cuts;

  KeyView(int key, ContextKey.Type type, @Nullable SortedSet<Double> cuts) {
    this.key = key;
    this.type = type;
    this.cuts = cuts == null ? null : cuts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  long view(PolicyContext context) {
    long bits = context.bits(key);
    if (cuts == null) {
      return bits;
    }
    return interval(type == ContextKey.Type.DOUBLE ? Double.longBitsToDouble(bits) : bits, cuts);
  }

  /** Returns 2i between the cuts before and at i, 2i + 1 on cut i. */
  private static long interval(double value, double[] sorted) {
    int at = Arrays.binarySearch(sorted, value);
    return at >= 0 ? 2L * at + 1 : 2L * (-at - 1);
  }
}
