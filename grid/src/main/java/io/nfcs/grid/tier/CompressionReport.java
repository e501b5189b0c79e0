package io.nfcs.grid.tier;

/**
 * What compression came to.
 *
 * @param tried values that were long enough to try
 * @param won values that are kept compressed
 * @param bytesBefore bytes of the values tried
 * @param bytesAfter bytes they are kept in
 */
public record CompressionReport(long tried, long won, long bytesBefore, long bytesAfter) {}
