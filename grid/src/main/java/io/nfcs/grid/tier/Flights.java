package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are being fetched: one flight per key, which all that ask for the key meanwhile
 * wait for.
 *
 * <p><b>Threads.</b> Any.
 */
final class Flights {
  private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
  private final LongAdder overtaken = new LongAdder();

  /** What comes of a fetch: an entry, or {@link Found#NOTHING}. */
  static final class Flight extends CompletableFuture<Found> {
    final long stamp;
    private volatile boolean isOvertaken;
    private volatile @Nullable Thread pilot;

    Flight(long stamp) {
      this.stamp = stamp;
    }

    private void overtake() {
      isOvertaken = true;
    }

    /** The calling thread is the one that fetches. */
    void boarded() {
      pilot = Thread.currentThread();
    }

    /** Whether the caller is the one that fetches, so that it would wait for itself. */
    boolean isFlownByCaller() {
      return pilot == Thread.currentThread();
    }

    /** Whether what comes must not be kept, since the key was changed or invalidated meanwhile. */
    boolean isOvertaken() {
      return isOvertaken;
    }
  }

  /**
   * The flight of a key: {@code own} if there was none, which the caller then flies. One that began
   * before the latest invalidation is not joined, for it may bring what was before.
   */
  Flight join(CacheKey key, Flight own) {
    return flights.merge(
        key,
        own,
        (other, mine) -> {
          if (other.stamp >= mine.stamp) {
            return other;
          }
          other.overtake();
          return mine;
        });
  }

  /** Ends a flight. */
  void land(CacheKey key, Flight flight) {
    flights.remove(key, flight);
  }

  /** Who asks for the key from now on does not get what the flight brings. */
  void overtake(CacheKey key) {
    Flight flight = flights.remove(key);
    if (flight != null) {
      flight.overtake();
      overtaken.increment();
    }
  }

  /** The keys in flight. */
  List<CacheKey> keys() {
    return new ArrayList<>(flights.keySet());
  }

  long overtakenCount() {
    return overtaken.sum();
  }
}
