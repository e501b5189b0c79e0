package io.nfcs.table;

/**
 * Store of tables, binary caches and registers, all of them durable. What it returns stays valid
 * when the node is started again, and needs no close.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with a {@link NodeAwayException} while the node does not
 * answer, except {@link #register}, whose answer asks the node only when it is used.
 */
public interface TableStore {
  /**
   * Returns the table of a schema, made where there is none; columns that it lacks are added. A
   * present column of another type stays, and the added one has its type after its name, such as
   * {@code MOOD_DOUBLE}. Rows that are written have NULL in the columns of other schemas.
   *
   * @throws io.nfcs.config.StartException if a key column is there with another type
   */
  Table table(TableSchema schema);

  /** Returns the binary cache of a name, made where there is none. */
  BinaryCache binary(String name);

  /** Returns the durable number of a name. */
  Register register(String name);
}
