package io.nfcs.table;

/**
 * Where tables, binary caches and registers are; all of them durable.
 *
 * <p><b>Threads.</b> Any.
 */
public interface TableStore {
  /**
   * The table of a schema, made where there is none; columns that it lacks are added. A column that
   * is there with another type stays, and the one that is added has its type behind its name, such
   * as {@code MOOD_DOUBLE}. Rows that are written have NULL in the columns of other schemas.
   */
  Table table(TableSchema schema);

  /** The binary cache of a name, made where there is none. */
  BinaryCache binary(String name);

  /** The durable number of a name. */
  Register register(String name);
}
