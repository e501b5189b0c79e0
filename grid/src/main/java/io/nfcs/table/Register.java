package io.nfcs.table;

/**
 * A durable number.
 *
 * <p><b>Threads.</b> Any.
 */
public interface Register {
  /** Returns the value, or {@code absent} if none was ever set. */
  long get(long absent);

  /** Sets the value; it is durable, as the region disk promises, when the call returns. */
  void set(long value);
}
