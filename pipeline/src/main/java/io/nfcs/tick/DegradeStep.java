package io.nfcs.tick;

/**
 * A way to do with less when ticks take longer than their period. Which are in force is an input of
 * the tick and so in the journal: a replay does with less on the same ticks.
 */
public enum DegradeStep {
  /** Half as many time steps of the field, each twice as long. */
  FEWER_SUBSTEPS(1),
  /** The field on half as many cells along each axis. */
  COARSER_GRID(2),
  /** Token batches are answered from what is known of them; nothing new is worked out. */
  CACHED_ANSWERS(4);

  private final int bit;

  DegradeStep(int bit) {
    this.bit = bit;
  }

  /** The bit of the journal; never changes. */
  public int bit() {
    return bit;
  }
}
