package io.nfcs.redis;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/**
 * Says whether a server may be asked (Nygard, "Release It!", 2007): after some failures in a row it
 * may not, until a time has passed; then one caller tries, and what comes of that decides.
 *
 * <p><b>Threads.</b> Any.
 */
final class CircuitBreaker {
  private final int limit;
  private final long retryNanos;
  private final NanoClock clock;
  private int failures;
  private long retryAtNanos;

  /**
   * Closed: the server may be asked.
   *
   * @param limit failures in a row that open it
   * @param retryMillis how long it stays open
   */
  CircuitBreaker(int limit, long retryMillis, NanoClock clock) {
    this.limit = limit;
    this.retryNanos = TimeUnit.MILLISECONDS.toNanos(retryMillis);
    this.clock = clock;
  }

  /** Returns whether the caller may ask; it must then tell what came of it. */
  synchronized boolean tryPass() {
    if (failures < limit) {
      return true;
    }
    long now = clock.nanoTime();
    if (now - retryAtNanos < 0) {
      return false;
    }
    // others wait for what comes of this one's try
    retryAtNanos = now + retryNanos;
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  synchronized void failed() {
    failures++;
    if (failures >= limit) {
      retryAtNanos = clock.nanoTime() + retryNanos;
    }
  }
}
