package io.nfcs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the grid that rows are written to by primary key.
 *
 * <p>Writing the same rows again changes nothing, so a batch may be applied twice. <b>Threads.</b>
 * Any; a call waits for the node, up to {@code grid.operation_millis}. <b>Owns</b> no row: those
 * that are passed are neither changed nor kept. <b>Fails.</b> {@link #upsert} either applies and
 * makes durable (as the table's region promises) each row, or throws; after a throw any part may
 * have been applied, and applying the batch again repairs that. While the node does not answer, all
 * methods except {@link #schema} throw a {@link NodeAwayException}.
 */
public interface Table {
  /** Returns the schema: name and columns. */
  TableSchema schema();

  /**
   * Inserts or replaces rows; each holds one value per column in column order, of the column's
   * type, {@code null} allowed off the key. Of two rows with one key the later is stored.
   */
  void upsert(List<@Nullable Object[]> rows);

  /** Compares rows with those that are stored under the same keys. */
  Comparison compare(List<@Nullable Object[]> rows);

  /**
   * Result of a comparison of rows with the stored ones. The rows are those that were passed.
   *
   * @param missing rows that are not stored at all
   * @param altered rows whose stored row has other values
   */
  record Comparison(List<@Nullable Object[]> missing, List<@Nullable Object[]> altered) {}

  /** Returns the number of rows. */
  long count();

  /**
   * Puts the rows in the order of the schema, if they are not: those of a table that an earlier
   * version has made, in the background, for any number.
   *
   * @return whether they are in order; if not, the call has begun the work, or it continues
   */
  boolean order();

  /**
   * Returns the first rows in the order of the schema, up to a number; each as {@link #upsert}
   * takes it, and the caller's own.
   *
   * @param most 1 or more; that many rows are in the heap at once
   * @throws IllegalStateException if the rows are not in order
   */
  List<@Nullable Object[]> first(int most);

  /** Removes the rows of the same keys, as far as they are there; only the key columns are read. */
  void remove(List<@Nullable Object[]> rows);

  /**
   * Returns the bytes of the pages in use by rows and indexes; those free to be used again do not
   * count.
   */
  long usedBytes();
}
