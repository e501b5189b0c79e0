package io.nfcs.redis;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/**
 * A circuit breaker for a server (Nygard, "Release It!", 2007): opens after some failures in a row,
 * until a time has passed; then the result of one caller's try decides.
 *
 * <p><b>Threads.</b> Any, by a lock that is held for a few instructions. A success of a command
 * that was sent before the breaker opened closes it as well.
 */
final class CircuitBreaker {
  private final int limit;
  private final long retryNanos;
  private final NanoClock clock;
  private int failures;
  private long retryAtNanos;

  /**
   * Creates a closed breaker.
   *
   * @param limit failures in a row that open it
   * @param retryMillis time for which it stays open
   */
  CircuitBreaker(int limit, long retryMillis, NanoClock clock) {
    this.limit = limit;
    this.retryNanos = TimeUnit.MILLISECONDS.toNanos(retryMillis);
    this.clock = clock;
  }

  /** Returns whether the caller may use the server; it must then report the result. */
  synchronized boolean tryPass() {
    if (failures < limit) {
      return true;
    }
    long now = clock.nanoTime();
    if (now - retryAtNanos < 0) {
      return false;
    }
    // others wait for the result of this try
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
