package io.nfcs.semantic;

/**
 * Knows rows of an index among which the nearest to a vector most likely are.
 *
 * <p><b>Threads.</b> Any.
 */
@FunctionalInterface
interface Nearby {
  /** In place of a number of rows: it does not know, the index is to be searched. */
  int UNKNOWN = -1;

  /** Most rows that it answers. */
  int MOST = 1100;

  /**
   * Finds rows.
   *
   * @param rows is filled from its beginning, has room for {@link #MOST}
   * @return how many, or {@link #UNKNOWN}
   */
  int rows(float[] vector, int[] rows);
}
