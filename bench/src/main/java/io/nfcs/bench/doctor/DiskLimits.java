package io.nfcs.bench.doctor;

/**
 * What a run may write to its disk by its configuration; for its tables there is no limit.
 *
 * @param journalBytes of its journal, 0 for no limit
 * @param cacheBytes of all its caches
 */
public record DiskLimits(long journalBytes, long cacheBytes) {
  long sum() {
    return journalBytes + cacheBytes;
  }
}
