package io.nfcs.tier;

/**
 * Times of an entry: when it was loaded, and until when it may be used.
 *
 * <p><b>Units.</b> Nanoseconds of the cache's monotonic clock, or since 1970. {@link
 * Long#MAX_VALUE} is never. Times are compared by their differences, as those of {@link
 * System#nanoTime()} must be.
 *
 * @param loadedNanos time when its value was asked for, not when it arrived
 * @param staleNanos time from which it is stale: still served to callers that accept that, and
 *     refreshed
 * @param deadNanos time from which the entry is dead
 * @param stamp number of the latest invalidation at its load, see {@link Tag}
 */
public record EntryTimes(long loadedNanos, long staleNanos, long deadNanos, long stamp) {
  /** Never, as a time. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * Half of what differences of times can say: nothing that is done with shorter ones overflows.
   */
  private static final long FOR_EVER_NANOS = Long.MAX_VALUE / 2;

  /**
   * Returns a time that is later than another by a duration; {@link #NEVER} if that is never or 146
   * years and more away.
   */
  public static long after(long nanos, long spanNanos) {
    return nanos == NEVER || spanNanos > FOR_EVER_NANOS
        ? NEVER
        : Math.min(nanos + spanNanos, NEVER - 1);
  }

  /** Returns whether the entry is dead at a time. */
  public boolean isDead(long nowNanos) {
    return deadNanos != NEVER && nowNanos - deadNanos >= 0;
  }

  /** Returns whether the entry is stale, or dead, at a time. */
  public boolean isStale(long nowNanos) {
    return staleNanos != NEVER && nowNanos - staleNanos >= 0;
  }

  /** Returns whether the entry ever becomes stale or dies. */
  public boolean isTimed() {
    return staleNanos != NEVER || deadNanos != NEVER;
  }
}
