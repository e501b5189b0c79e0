package io.nfcs.cache;

/**
 * Results of compression in the tiers below near.
 *
 * @param tried values that were long enough to try
 * @param won values that were stored compressed
 * @param bytesBefore bytes of the values tried
 * @param bytesAfter bytes they were stored in
 */
public record CompressionStatistics(long tried, long won, long bytesBefore, long bytesAfter) {}
