package io.nfcs.tier;

/**
 * A tier whose limit may be changed while it is used; by one thread at a time, while others look up
 * and store.
 */
public interface ResizableTier extends CacheTier {
  /** Returns the most bytes of the cache in this tier, overhead included. */
  long limitBytes();

  /**
   * Changes the limit; entries that are too many go at once, before the call returns.
   *
   * @param bytes above 0
   */
  void limitBytes(long bytes);
}
