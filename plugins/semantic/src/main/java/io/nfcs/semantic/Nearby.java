package io.nfcs.semantic;

/**
 * Source of the rows of an index that are most likely nearest to a vector.
 *
 * <p><b>Threads.</b> Any.
 */
@FunctionalInterface
interface Nearby {
  /** Result if the rows are unknown and the index is to be searched. */
  int UNKNOWN = -1;

  /** Most rows of a result. */
  int MOST = 1100;

  /**
   * Finds rows.
   *
   * @param rows is filled from its beginning, has room for {@link #MOST}
   * @return number of rows, or {@link #UNKNOWN}
   */
  int rows(float[] vector, int[] rows);
}
