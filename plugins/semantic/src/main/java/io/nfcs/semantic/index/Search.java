package io.nfcs.semantic.index;

import io.nfcs.semantic.index.simd.SketchKernels;
import org.jspecify.annotations.Nullable;

/**
 * A search for the nearest vector that is near enough.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> nothing per search.
 *
 * @param <T> item of a vector
 */
public final class Search<T> {
  private final VectorIndex<T> index;
  private final float[] projected = new float[SketchKernels.COORDINATES];
  private final short[] rows = new short[SketchKernels.ROWS];
  private final int[] survivors = new int[VectorRows.CHUNK_ROWS];
  private @Nullable T found;
  private double cosine;

  /**
   * Condition for a vector that is near enough.
   *
   * @param <T> item of a vector
   */
  @FunctionalInterface
  public interface Condition<T> {
    /**
     * Returns whether an item meets the condition; not called for a vector farther than one that
     * met it. Called on the searching thread, for few items. The search continues with the next
     * item if it returns false.
     */
    boolean holds(T item, double cosine);
  }

  Search(VectorIndex<T> index) {
    this.index = index;
  }

  /**
   * Finds the item with the largest cosine with a query.
   *
   * @param query of norm 1
   * @param threshold least cosine
   * @param condition condition for the item
   * @return whether there is one; then {@link #found} and {@link #cosine} return it
   */
  public boolean find(float[] query, double threshold, Condition<? super T> condition) {
    double norm = index.checkedNorm(query);
    VectorRows<T> vectors = index.rows();
    Sketch sketch = index.sketch();
    double tooLow = sketch.prepare(query, norm, projected, rows);
    found = null;
    cosine = threshold;
    for (int first = 0; first < vectors.used(); first += VectorRows.CHUNK_ROWS) {
      int last = Math.min(vectors.used(), first + VectorRows.CHUNK_ROWS);
      int groups = Math.ceilDiv(last - first, SketchKernels.LANES);
      int limit = Sketch.limit(cosine, tooLow);
      int number = sketch.scan(first, groups, rows, limit, survivors);
      for (int i = 0; i < number; i++) {
        verify(first + survivors[i], query, norm, condition);
      }
    }
    return found != null;
  }

  /**
   * Finds the item with the largest cosine with a query among some rows, as {@link #find} does
   * among all.
   *
   * @param among rows
   * @param number number of rows
   */
  public boolean findAmong(
      int[] among, int number, float[] query, double threshold, Condition<? super T> condition) {
    double norm = index.checkedNorm(query);
    found = null;
    cosine = threshold;
    for (int i = 0; i < number; i++) {
      verify(among[i], query, norm, condition);
    }
    return found != null;
  }

  /** Returns the item found. */
  public T found() {
    if (found == null) {
      throw new IllegalStateException("nothing was found");
    }
    return found;
  }

  /** Returns the cosine of the item found with the query. */
  public double cosine() {
    return cosine;
  }

  private void verify(int row, float[] query, double norm, Condition<? super T> condition) {
    VectorRows<T> vectors = index.rows();
    T item = row < vectors.used() ? vectors.item(row) : null;
    if (item == null || !vectors.mayReach(cosine, row, query, norm)) {
      return;
    }
    double near = vectors.cosine(row, query, norm);
    boolean isNearer = found == null ? near >= cosine : near > cosine;
    if (isNearer && vectors.isStill(row, item) && condition.holds(item, near)) {
      found = item;
      cosine = near;
    }
  }
}
