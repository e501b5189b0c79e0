package io.nfcs.tick;

/**
 * A way to reduce the workload when ticks take longer than their period. The steps in force are an
 * input of the tick and so in the journal: a replay reduces its workload on the same ticks.
 */
public enum DegradeStep {
  /** Half as many time steps of the field, each twice as long. */
  FEWER_SUBSTEPS(1),
  /** The field on half as many cells along each axis. */
  COARSER_GRID(2),
  /** Token batches are answered from the cache; nothing new is computed. */
  CACHED_ANSWERS(4);

  private final int bit;

  DegradeStep(int bit) {
    this.bit = bit;
  }

  /** Returns the bit of the step in the journal; never changes. */
  public int bit() {
    return bit;
  }
}
