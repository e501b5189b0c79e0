package io.nfcs.table;

import java.util.List;

/**
 * Name and columns of a table, in Java terms; the grid turns it into an SQL table in schema {@code
 * PUBLIC}.
 *
 * @param name name of the table, upper case
 * @param columns all columns; the key columns first, in key order
 * @param keyColumns how many of the columns make the primary key, at least one
 */
public record TableSchema(String name, List<Column> columns, int keyColumns) {
  /** Copies the list and checks the key. */
  public TableSchema {
    columns = List.copyOf(columns);
    if (keyColumns < 1 || keyColumns >= columns.size()) {
      throw new IllegalArgumentException(
          "keyColumns="
              + keyColumns
              + " of "
              + columns.size()
              + " columns, allowed 1.."
              + (columns.size() - 1));
    }
  }

  /**
   * One column.
   *
   * @param name upper case
   * @param type {@code Long}, {@code Integer}, {@code Double}, {@code Boolean}, {@code String} or
   *     {@code byte[]}
   */
  public record Column(String name, Class<?> type) {}
}
