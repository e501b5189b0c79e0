package io.nfcs.command;

/**
 * Limits of the bytes that a run may write to its disk.
 *
 * @param journalBytes of its journal, 0 for no limit
 * @param storeBytes of its tables and fields, 0 for no limit
 * @param cacheBytes of all its caches
 * @param logBytes of the log of its node
 */
record DiskLimits(long journalBytes, long storeBytes, long cacheBytes, long logBytes) {
  /** Returns whether any limit is set. */
  boolean isBounded() {
    return journalBytes > 0 && storeBytes > 0;
  }

  long sum() {
    return journalBytes + storeBytes + cacheBytes + logBytes;
  }
}
