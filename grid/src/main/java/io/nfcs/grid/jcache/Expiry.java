package io.nfcs.grid.jcache;

import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** A policy's durations as times. A policy that throws leaves an entry as it is, or eternal. */
final class Expiry {
  /** The policy leaves the time as it is. */
  static final long UNCHANGED = Long.MIN_VALUE;

  private final ExpiryPolicy policy;

  Expiry(ExpiryPolicy policy) {
    this.policy = policy;
  }

  long ofCreated(long nowMillis) {
    try {
      Duration live = policy.getExpiryForCreation();
      return live == null ? Contents.NEVER : at(live, nowMillis);
    } catch (RuntimeException broken) {
      return Contents.NEVER;
    }
  }

  long ofAccessed(long nowMillis) {
    try {
      return atOrUnchanged(policy.getExpiryForAccess(), nowMillis);
    } catch (RuntimeException broken) {
      return UNCHANGED;
    }
  }

  long ofUpdated(long nowMillis) {
    try {
      return atOrUnchanged(policy.getExpiryForUpdate(), nowMillis);
    } catch (RuntimeException broken) {
      return UNCHANGED;
    }
  }

  ExpiryPolicy policy() {
    return policy;
  }

  private static long atOrUnchanged(@Nullable Duration live, long nowMillis) {
    return live == null ? UNCHANGED : at(live, nowMillis);
  }

  private static long at(Duration live, long nowMillis) {
    if (live.isEternal()) {
      return Contents.NEVER;
    }
    long millis = live.getTimeUnit().toMillis(live.getDurationAmount());
    return millis > Contents.NEVER - nowMillis ? Contents.NEVER : nowMillis + millis;
  }
}
