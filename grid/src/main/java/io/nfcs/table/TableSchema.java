package io.nfcs.table;

import java.util.List;

/**
 * Name and columns of a table, in Java terms; the grid turns it into an SQL table in schema {@code
 * PUBLIC}.
 *
 * @param name name of the table, upper case
 * @param columns all columns; the key columns first, in key order
 * @param keyColumns number of columns of the primary key, at least one and not all
 * @param orderColumns number of key columns that order the rows, 0 for no order; all must be {@code
 *     Long}
 */
public record TableSchema(String name, List<Column> columns, int keyColumns, int orderColumns) {
  /**
   * Copies the list and checks the numbers of columns; names and types are not checked here.
   *
   * @throws IllegalArgumentException if a number of columns is out of range
   */
  public TableSchema {
    columns = List.copyOf(columns);
    if (keyColumns < 1 || keyColumns >= columns.size()) {
      throw new IllegalArgumentException(
          "keyColumns="
              + keyColumns
              + " of "
              + columns.size()
              + " columns; allowed: 1.."
              + (columns.size() - 1));
    }
    if (orderColumns < 0 || orderColumns > keyColumns) {
      throw new IllegalArgumentException(
          "orderColumns=" + orderColumns + "; allowed: 0.." + keyColumns);
    }
  }

  /** A table whose rows have no order. */
  public TableSchema(String name, List<Column> columns, int keyColumns) {
    this(name, columns, keyColumns, 0);
  }

  /**
   * One column. It may hold NULL, except in the key.
   *
   * @param name upper case
   * @param type {@code Long}, {@code Integer}, {@code Double}, {@code Boolean}, {@code String} or
   *     {@code byte[]}
   */
  public record Column(String name, Class<?> type) {}
}
