package io.nfcs.tier;

/**
 * The 128-bit key of an entry in every tier: a digest of the cache's identity and of the canonical
 * bytes of the caller's key, the same in every process.
 *
 * <p>The identity holds the cache's name and the versions of its codecs, so that a new version
 * never reads entries of an old one.
 *
 * <p><b>Threads.</b> Any, once it is set; a key that a {@code Lease} sets again for each look-up
 * belongs to the thread of the lease.
 */
public final class CacheKey {
  private long high;
  private long low;

  /** The key of two halves. */
  public CacheKey(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /**
   * Returns the key that {@link #toString()} has written, 32 hexadecimal digits.
   *
   * @throws IllegalArgumentException if they are not hexadecimal
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public static CacheKey parse(String hex) {
    return new CacheKey(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }

  /** Returns the upper half. */
  public long high() {
    return high;
  }

  /** Returns the lower half, which is as evenly distributed as the upper. */
  public long low() {
    return low;
  }

  /** Returns a copy of the key, for code that keeps it longer than a call. */
  public CacheKey copy() {
    return new CacheKey(high, low);
  }

  /** Sets this key to the value of another. */
  public void set(long newHigh, long newLow) {
    high = newHigh;
    low = newLow;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key && key.high == high && key.low == low;
  }

  @Override
  public int hashCode() {
    return (int) (low ^ (low >>> 32));
  }

  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}
