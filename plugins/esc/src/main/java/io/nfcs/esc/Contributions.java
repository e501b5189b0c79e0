package io.nfcs.esc;

import static io.nfcs.esc.TokenVectors.DIMENSION;

import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;

/**
 * Cache of the contributions of batches, by the sum of their tokens' signs: found by an equal
 * batch, or by one whose sum has a large enough cosine. The oldest one is evicted first.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
final class Contributions {
  private static final int ENTRY_BYTES =
      Long.BYTES + DIMENSION * Integer.BYTES + DIMENSION * Double.BYTES;

  private final double cosine;
  private final long[] batches;
  private final int[][] sums;
  private final double[] norms;
  private final double[][] values;
  private int size;
  private int next;

  /**
   * Creates an empty cache.
   *
   * @param cosine least cosine of a batch that may replace another
   */
  Contributions(int entries, double cosine) {
    this.cosine = cosine;
    batches = new long[entries];
    sums = new int[entries][DIMENSION];
    norms = new double[entries];
    values = new double[entries][DIMENSION];
  }

  /** Returns an empty cache of the same size. */
  Contributions empty() {
    return new Contributions(batches.length, cosine);
  }

  /** Returns the largest number of bytes of {@link #save}. */
  int stateBytes() {
    return 3 * Integer.BYTES + batches.length * ENTRY_BYTES;
  }

  /**
   * Writes room, size and the next place as {@code int}, and each entry: its batch, its sum and its
   * contribution.
   */
  void save(StateWriter to) {
    to.writeInt(batches.length);
    to.writeInt(size);
    to.writeInt(next);
    for (int i = 0; i < size; i++) {
      to.writeLong(batches[i]);
      to.writeInts(sums[i], 0, DIMENSION);
      to.writeDoubles(values[i], 0, DIMENSION);
    }
  }

  void restore(StateReader from) {
    from.expect("cache_entries", batches.length);
    size = from.readCount("contributions", batches.length);
    next = from.readCount("next contribution", batches.length - 1);
    if (next != size % batches.length && size < batches.length) {
      throw new IllegalArgumentException(
          "state has next contribution " + next + ", expected " + size);
    }
    for (int i = 0; i < size; i++) {
      batches[i] = from.readLong();
      from.readInts(sums[i], 0, DIMENSION);
      norms[i] = norm(sums[i]);
      System.arraycopy(from.readFinite("contribution", DIMENSION), 0, values[i], 0, DIMENSION);
    }
  }

  /**
   * Returns the place of the contribution of an equal batch, or of the nearest one of a like batch;
   * else -1.
   */
  int find(long batch, int[] sum) {
    double norm = norm(sum);
    int best = -1;
    double bestCosine = cosine;
    for (int i = 0; i < size; i++) {
      if (batches[i] == batch) {
        return i;
      }
      double found = product(sum, sums[i]) / (norm * norms[i]);
      if (found >= bestCosine) {
        best = i;
        bestCosine = found;
      }
    }
    return best;
  }

  double[] value(int place) {
    return values[place];
  }

  void add(long batch, int[] sum, double[] value) {
    batches[next] = batch;
    System.arraycopy(sum, 0, sums[next], 0, DIMENSION);
    norms[next] = norm(sum);
    System.arraycopy(value, 0, values[next], 0, DIMENSION);
    next = (next + 1) % batches.length;
    size = Math.min(size + 1, batches.length);
  }

  int size() {
    return size;
  }

  private static double norm(int[] sum) {
    return Math.sqrt((double) product(sum, sum));
  }

  private static long product(int[] a, int[] b) {
    long product = 0;
    for (int i = 0; i < DIMENSION; i++) {
      product += (long) a[i] * b[i];
    }
    return product;
  }
}
