package io.nfcs.grid.tier;

import io.nfcs.counters.ErrorLog;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to load a key, which one of the processes that share a tier has at a time.
 *
 * <p><b>Threads.</b> Any. <b>Fails.</b> While the tier is away everybody has it: loading twice is
 * better than not at all.
 */
final class Claims {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final SharedTier tier;
  private final long millis;
  private final ErrorLog errors;
  private final String process = Long.toHexString(ThreadLocalRandom.current().nextLong());

  /**
   * Claims in a tier.
   *
   * @param millis time after which a claim lapses, so that a dead process does not keep it
   */
  Claims(SharedTier tier, long millis, ErrorLog errors) {
    this.tier = tier;
    this.millis = millis;
    this.errors = errors;
  }

  boolean take(CacheKey key) {
    try {
      return tier.claim(key, process, millis);
    } catch (Exception away) {
      errors.record("cache tier " + tier.name() + ", claim", away);
      return true;
    }
  }

  /** Gives the right back, even if the thread was interrupted, which would end the call early. */
  void give(CacheKey key) {
    boolean isInterrupted = Thread.interrupted();
    try {
      tier.release(key, process);
    } catch (Throwable away) {
      // a failure here must not lose the loaded value
      errors.record("cache tier " + tier.name() + ", claim", away);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits a little for a load of another process. */
  void await() throws InterruptedException {
    LockSupport.parkNanos(POLL_NANOS);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
