package io.nfcs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the grid that rows are written to by primary key.
 *
 * <p>Writing the same rows again changes nothing, so a batch may be applied twice. <b>Threads.</b>
 * Any. <b>Fails.</b> {@link #upsert} either applies and makes durable (as the table's region
 * promises) each row, or throws; after a throw any part may have been applied, and applying the
 * batch again is the cure.
 */
public interface Table {
  /** Name and columns. */
  TableSchema schema();

  /**
   * Inserts or replaces rows; each holds one value per column in column order, {@code null} allowed
   * off the key.
   */
  void upsert(List<@Nullable Object[]> rows);

  /** Compares rows with those that are stored under the same keys. */
  Comparison compare(List<@Nullable Object[]> rows);

  /**
   * Rows that are not stored as they were given.
   *
   * @param missing those that are not stored at all
   * @param altered those whose stored row has other values
   */
  record Comparison(List<@Nullable Object[]> missing, List<@Nullable Object[]> altered) {}

  /** Number of rows. */
  long count();
}
