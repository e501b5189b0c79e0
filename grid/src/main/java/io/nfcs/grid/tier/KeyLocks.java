package io.nfcs.grid.tier;

import io.nfcs.tier.CacheKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/**
 * The locks under which the entries of a key change, a few keys to a lock.
 *
 * <p>A change of a key overtakes at its end the flights for this key. That is enough: a flight
 * stores its result under the same lock, so a flight that has found an entry in a tier not changed
 * yet waits until it is overtaken.
 *
 * <p><b>Threads.</b> Any. Changes of one key wait for each other; look-ups take no lock. The lock
 * is held while the tiers are asked, so a change waits for one under way in a slow tier. A thread
 * must not take a second key while it holds one: two keys may share a lock or not.
 */
final class KeyLocks {
  private static final int STRIPES = 256;

  private final Flights flights;
  private final Stripe[] stripes =
      Stream.generate(Stripe::new).limit(STRIPES).toArray(Stripe[]::new);

  private static final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();

    /** Changes of its keys so far. */
    private final AtomicLong changes = new AtomicLong();
  }

  /** Creates locks of which none is held; changes overtake {@code flights}. */
  KeyLocks(Flights flights) {
    this.flights = flights;
  }

  /** Begins a change of a key; {@link #changed}, {@link #filled} or {@link #unlock} ends it. */
  void lock(CacheKey key) {
    stripe(key).lock.lock();
  }

  /** Begins an operation that is left out while its key may be changed; returns whether it did. */
  boolean tryLock(CacheKey key) {
    return stripe(key).lock.tryLock();
  }

  /** Ends a change that has stored the result of a flight in the tiers. */
  void filled(CacheKey key) {
    stripe(key).changes.incrementAndGet();
    unlock(key);
  }

  /** Ends a change that overtakes the flights for the key. */
  void changed(CacheKey key) {
    flights.overtake(key);
    filled(key);
  }

  /** Ends an operation that has changed nothing. */
  void unlock(CacheKey key) {
    stripe(key).lock.unlock();
  }

  /** Returns a number that differs after any change of a key. */
  long changes(CacheKey key) {
    return stripe(key).changes.get();
  }

  /** Overtakes the flights for all keys. */
  void overtakeAll() {
    flights
        .keys()
        .forEach(key -> {
          lock(key);
          changed(key);
        });
    for (Stripe stripe : stripes) {
      stripe.changes.incrementAndGet();
    }
  }

  /** Waits until the changes under way are done, for a time at most. */
  void await(long nanos, NanoClock clock) {
    long end = clock.nanoTime() + nanos;
    boolean isInterrupted = false;
    for (Stripe stripe : stripes) {
      long left = isInterrupted ? 0 : Math.max(0, end - clock.nanoTime());
      try {
        if (stripe.lock.tryLock(left, TimeUnit.NANOSECONDS)) {
          stripe.lock.unlock();
        }
      } catch (InterruptedException interruption) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Stripe stripe(CacheKey key) {
    return stripes[(int) key.high() & (STRIPES - 1)];
  }
}
