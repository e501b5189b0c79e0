package io.nfcs.tier;

/** A tier whose limit may be changed while it is used. */
public interface ResizableTier extends CacheTier {
  /** Returns the most bytes of the cache in this tier, overhead included. */
  long limitBytes();

  /** Changes the limit; entries that are too many go at once. */
  void limitBytes(long bytes);
}
