package io.nfcs.table;

/**
 * Where tables, binary caches and registers are; all of them durable.
 *
 * <p><b>Threads.</b> Any.
 */
public interface TableStore {
  /** The table of a schema, made where there is none. */
  Table table(TableSchema schema);

  /** The binary cache of a name, made where there is none. */
  BinaryCache binary(String name);

  /** The durable number of a name. */
  Register register(String name);
}
