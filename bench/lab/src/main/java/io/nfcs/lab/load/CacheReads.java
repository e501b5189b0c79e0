package io.nfcs.lab.load;

/**
 * Counts of the reads of a cache so far.
 *
 * @param reads number of reads
 * @param hits number of reads without a loader
 */
record CacheReads(long reads, long hits) {
  /**
   * Returns the share of the reads since an earlier count that were hits, NaN if there were no
   * reads.
   */
  double hitRatioSince(CacheReads earlier) {
    long asked = reads - earlier.reads;
    return asked == 0 ? Double.NaN : (double) (hits - earlier.hits) / asked;
  }
}
