package io.nfcs.grid.tier;

import io.nfcs.tier.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The keys that are being fetched: one flight per key, which all callers that ask for the key
 * meanwhile wait for.
 *
 * <p><b>Threads.</b> Any. The flag of the end is set before the flights are landed, and a flight is
 * entered before the flag is read; so one that is entered at the same time is landed by one of the
 * two. <b>Fails</b> with an {@link IllegalStateException} once closed.
 */
final class Flights {
  private final String cache;
  private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();

  /** Flights that were overtaken and have not landed. */
  private final Set<Flight> overtaken = ConcurrentHashMap.newKeySet();

  private final LongAdder overtakings = new LongAdder();
  private volatile boolean isClosed;

  /** Creates a set without flights. */
  Flights(String cache) {
    this.cache = cache;
  }

  /**
   * Returns the flight of a key: {@code own} if there was none. A flight that began before the
   * latest invalidation is not joined, for it may find the old value.
   */
  Flight join(Flight own) {
    checkOpen();
    Flight flight =
        flights.merge(
            own.key,
            own,
            (other, mine) -> {
              if (other.stamp >= mine.stamp) {
                return other;
              }
              overtake(other);
              return mine;
            });
    if (isClosed) {
      flight.land(null, closed());
    }
    return flight;
  }

  /** Removes a flight, so that later callers that ask for its key do not join it. */
  void remove(Flight flight) {
    flights.remove(flight.key, flight);
  }

  /** Records that a flight has landed. */
  void landed(Flight flight) {
    if (flight.isOvertaken()) {
      overtaken.remove(flight);
    }
  }

  /** Overtakes a flight: later callers that ask for its key do not get its result. */
  void overtake(CacheKey key) {
    Flight flight = flights.remove(key);
    if (flight != null) {
      overtake(flight);
      overtakings.increment();
    }
  }

  /** Returns the keys in flight. */
  List<CacheKey> keys() {
    return new ArrayList<>(flights.keySet());
  }

  long overtakenCount() {
    return overtakings.sum();
  }

  /** Lands all flights and accepts no more; returns whether the cache was open. */
  synchronized boolean close() {
    if (isClosed) {
      return false;
    }
    isClosed = true;
    IllegalStateException why = closed();
    flights.values().forEach(flight -> flight.land(null, why));
    overtaken.forEach(flight -> flight.land(null, why));
    return true;
  }

  boolean isClosed() {
    return isClosed;
  }

  void checkOpen() {
    if (isClosed) {
      throw closed();
    }
  }

  private void overtake(Flight flight) {
    overtaken.add(flight);
    flight.overtake();
    if (flight.isLanded()) {
      overtaken.remove(flight);
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("cache " + cache + " is closed");
  }
}
