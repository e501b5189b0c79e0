package io.nfcs.eviction;

/**
 * An entry that is an object, for an {@link EvictionOrder}; it is in one order at a time.
 *
 * <p><b>Threads.</b> Hash and size are constant; all else is the order's.
 */
public abstract class Evictable {
  final long hash;
  final long bytes;

  /** Number in the order; {@link Evictables#NONE} while it is in none. */
  int number = Evictables.NONE;

  /**
   * An entry in no order.
   *
   * @param hash evenly distributed hash of the key
   * @param bytes its size in terms of the tier's limit, overhead included
   */
  protected Evictable(long hash, long bytes) {
    this.hash = hash;
    this.bytes = bytes;
  }

  /** Returns the evenly distributed hash of the key. */
  public final long hash() {
    return hash;
  }

  /** Returns its size in terms of the tier's limit, overhead included. */
  public final long bytes() {
    return bytes;
  }
}
