package io.nfcs.table;

/**
 * A durable number.
 *
 * <p><b>Threads.</b> Any: a value that was set is found by every later {@link #get}. There is no
 * compare-and-set: a caller that counts needs a lock of its own. <b>Fails</b>, if the node holds
 * it, with a {@link NodeAwayException} while the node does not answer.
 */
public interface Register {
  /** Returns the value, or {@code absent} if none was ever set. */
  long get(long absent);

  /** Sets the value; it is durable, as the region disk promises, when the call returns. */
  void set(long value);
}
