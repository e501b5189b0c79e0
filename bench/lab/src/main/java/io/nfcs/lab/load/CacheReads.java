package io.nfcs.lab.load;

/**
 * Reads of a cache so far.
 *
 * @param reads all of them
 * @param hits those that needed no loader
 */
record CacheReads(long reads, long hits) {
  /** Share of the reads since an earlier count that were hits, NaN if there were none. */
  double hitRatioSince(CacheReads earlier) {
    long asked = reads - earlier.reads;
    return asked == 0 ? Double.NaN : (double) (hits - earlier.hits) / asked;
  }
}
