package io.nfcs.table;

/**
 * Store of tables, binary caches and registers, all of them durable.
 *
 * <p><b>Threads.</b> Any.
 */
public interface TableStore {
  /**
   * Returns the table of a schema, made where there is none; columns that it lacks are added. A
   * present column of another type stays, and the added one has its type after its name, such as
   * {@code MOOD_DOUBLE}. Rows that are written have NULL in the columns of other schemas.
   */
  Table table(TableSchema schema);

  /** Returns the binary cache of a name, made where there is none. */
  BinaryCache binary(String name);

  /** Returns the durable number of a name. */
  Register register(String name);
}
