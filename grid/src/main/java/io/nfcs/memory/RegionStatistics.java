package io.nfcs.memory;

/**
 * Memory of a region of the node.
 *
 * @param name of the region
 * @param allocatedBytes memory it has taken
 * @param usedBytes pages in use
 * @param fillFactor share of the pages that hold data which is data
 */
public record RegionStatistics(
    String name, long allocatedBytes, long usedBytes, double fillFactor) {
  /** Returns the share of useful bytes among those taken, 1 if none is taken. */
  public double efficiency() {
    return allocatedBytes == 0 ? 1 : Math.min(1, fillFactor * usedBytes / (double) allocatedBytes);
  }

  /** Returns the share of the pages in use that is lost to gaps, 0 if none is in use. */
  public double fragmentation() {
    return usedBytes == 0 ? 0 : 1 - fillFactor;
  }
}
