package io.nfcs.constitution;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What some policies see of a key: between which of the numbers that it is compared with its value
 * lies, or the value itself.
 */
final class KeyView {
  /** Where a context has no value: no interval has that number, and no finite value those bits. */
  private static final long NONE = -1;

  private final int key;
  private final ContextKey.Type type;
  private final double @Nullable [] cuts;

  KeyView(int key, ContextKey.Type type, @Nullable SortedSet<Double> cuts) {
    this.key = key;
    this.type = type;
    this.cuts =
        cuts == null || type == ContextKey.Type.BOOL
            ? null
            : cuts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The value of a context as far as it matters, and whether there is one. */
  void project(PolicyContext context, Projection target, int index) {
    boolean has = context.has(key);
    target.put(2 * index, has ? 1 : 0);
    target.put(2 * index + 1, has ? view(context.bits(key)) : NONE);
  }

  private long view(long bits) {
    if (cuts == null) {
      return bits;
    }
    return interval(type == ContextKey.Type.DOUBLE ? Double.longBitsToDouble(bits) : bits, cuts);
  }

  /** 2i between the cuts before and at i, 2i + 1 on cut i. */
  private static long interval(double value, double[] sorted) {
    int i = 0;
    while (i < sorted.length && value > sorted[i]) {
      i++;
    }
    return 2L * i + (i < sorted.length && value == sorted[i] ? 1 : 0);
  }
}
