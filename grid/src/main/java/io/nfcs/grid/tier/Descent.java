package io.nfcs.grid.tier;

import io.nfcs.cache.CacheException;
import io.nfcs.cache.TickThread;
import io.nfcs.tier.EntryTimes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The way of look-ups that near has missed: each key has one {@link Fetch} at a time, which all
 * callers that ask for the key meanwhile wait for, or run themselves.
 *
 * <p><b>Threads.</b> Any. <b>Fails.</b> An exception of a loader, a codec or a tier ends the fetch
 * and is thrown to all waiting callers.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Descent<K, V> {
  private static final int MOST_CAUSES = 16;

  private final Fetch.Course<K, V> course;
  private final Flights flights;
  private final FetchCounts counts;
  private final Lifetimes lifetimes;
  private final FetchPool background;
  private final boolean isNearAlone;

  Descent(Fetch.Course<K, V> course, FetchPool background) {
    this.course = course;
    isNearAlone = course.isNearAlone();
    this.background = background;
    flights = course.flights();
    counts = course.counts();
    lifetimes = course.entries().lifetimes();
  }

  /** Ends a look-up that near has missed, if there is no tier below; returns whether it did. */
  boolean ends() {
    if (isNearAlone) {
      counts.unasked.increment();
      flights.checkOpen();
    }
    return isNearAlone;
  }

  /** Returns whether the first tier below answers within a time; if not, that is counted. */
  boolean isWithin(long nanos) {
    List<MeasuredTier> below = course.tiers().below();
    return below.isEmpty()
        ? course.loading().isWithin(nanos)
        : below.getFirst().counts().isWithin(nanos);
  }

  /** Returns whether an entry of these times is to be loaded again. */
  boolean isDue(EntryTimes times, long nowNanos) {
    return course.loading().isPossible() && lifetimes.isDue(times, nowNanos);
  }

  /** Loads a value again on another thread, unless one already does. */
  void refresh(K key, Probed probed) {
    Fetch<K, V> own = new Fetch<>(course, key, probed, true);
    if (!flights.isClosed() && flights.join(own) == own) {
      counts.refreshed.increment();
      counts.waiting.increment();
      isTaken(own);
    }
  }

  /**
   * Fetches on this thread, or waits for the thread that already does.
   *
   * @throws CacheException if the loader fails, or the thread is interrupted while it waits
   * @throws IllegalStateException if the cache is closed, or the loader asks for the key it loads
   */
  Found fetch(K key, Probed probed) {
    Found found = fetchOnce(key, probed);
    while (found == null) {
      counts.repeated.increment();
      found = fetchOnce(key, probed);
    }
    return found;
  }

  private @Nullable Found fetchOnce(K key, Probed probed) {
    boolean isJoined = false;
    try {
      Holder.current().checkRoom();
      Fetch<K, V> own = new Fetch<>(course, key, probed, false);
      isJoined = true;
      Flight flight = join(own);
      try {
        return await(key, flight);
      } finally {
        if (flight == own) {
          own.abandon();
        }
      }
    } finally {
      if (!isJoined) {
        counts.unasked.increment();
      }
    }
  }

  /**
   * Fetches on this thread all gathered keys that no other thread fetches, with one call per tier.
   */
  Map<K, Found> fetchAll(Collection<K> keys) {
    Map<K, Flight> all = new LinkedHashMap<>();
    List<Fetch<K, V>> own = new ArrayList<>();
    int asked = 0;
    try {
      Holder.current().checkRoom();
      for (K key : keys) {
        Fetch<K, V> mine = fetchOf(key);
        asked++;
        counts.gathered.decrement();
        Flight flight = join(mine);
        all.put(key, flight);
        if (flight == mine) {
          own.add(mine);
        }
      }
      search(own);
      // a failure is thrown after all other keys were tried
      own.forEach(Fetch::run);
      Map<K, Found> found = new LinkedHashMap<>();
      all.forEach((key, flight) -> found.put(key, awaitRepeatedly(key, flight)));
      return found;
    } finally {
      own.forEach(Flight::abandon);
      counts.unasked.add(keys.size() - asked);
      counts.gathered.add(asked - keys.size());
    }
  }

  /** Fetches on another thread, unless one already does; returns {@code null} if none has room. */
  @Nullable Flight fetchInBackground(K key, Probed probed) {
    Fetch<K, V> own = new Fetch<>(course, key, probed, false);
    Flight flight = join(own);
    return flight != own || isTaken(own) ? flight : null;
  }

  /** Returns whether a flight ended because its thread was interrupted. */
  static boolean isInterruption(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof InterruptedException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private Fetch<K, V> fetchOf(K key) {
    return new Fetch<>(course, key, course.entries().probe(key), false);
  }

  private Flight join(Fetch<K, V> own) {
    counts.asking.increment();
    LongAdder outcome = counts.unasked;
    try {
      Flight flight = flights.join(own);
      if (flight == own) {
        counts.waiting.increment();
        outcome = counts.begun;
      } else {
        outcome = counts.joined;
      }
      return flight;
    } finally {
      outcome.increment();
      counts.asking.decrement();
    }
  }

  private boolean isTaken(Fetch<K, V> own) {
    boolean isTaken = false;
    try {
      isTaken = background.offer(own);
    } finally {
      if (!isTaken) {
        own.abandon();
      }
    }
    return isTaken;
  }

  private Found awaitRepeatedly(K key, Flight flight) {
    Found found = await(key, flight);
    while (found == null) {
      counts.repeated.increment();
      found = fetchOnce(key, course.entries().probe(key));
    }
    return found;
  }

  /**
   * Returns the result, or {@code null} if the thread of the flight was interrupted, which does not
   * concern the caller.
   */
  private @Nullable Found await(K key, Flight flight) {
    try {
      if (!TickThread.isCurrent()) {
        flight.await();
      } else if (!flight.flyOrAwait(lifetimes.settings().tickNanos())) {
        return alone(key);
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new CacheException(
          "cache " + course.cache() + ": interrupted while " + key + " is loaded", interruption);
    }
    Throwable failure = flight.failure();
    if (failure == null) {
      return flight.found();
    }
    flights.checkOpen();
    boolean isMine = flight.isFlownBy(Holder.current());
    if (!isMine && isInterruption(failure)) {
      return null;
    }
    if (isMine && failure instanceof Error error && !(error instanceof StackOverflowError)) {
      throw error;
    }
    throw new CacheException(
        String.join("", "cache ", course.cache(), ": the loader failed: ", failure.toString()),
        failure);
  }

  /**
   * Fetches a key beside another thread that is late; a result that may be outdated is not kept.
   */
  private Found alone(K key) {
    Fetch<K, V> own = fetchOf(key);
    own.overtake();
    counts.repeated.increment();
    counts.begun.increment();
    counts.waiting.increment();
    own.run();
    return Objects.requireNonNull(await(key, own));
  }

  /** Looks up fetches that have not begun in near and in the tiers below; those found land. */
  private void search(List<Fetch<K, V>> own) {
    Holder me = Holder.current();
    List<Fetch<K, V>> held = own.stream().filter(fetch -> fetch.hold(me)).toList();
    try {
      List<Fetch<K, V>> below = held.stream().filter(fetch -> !fetch.isInNear()).toList();
      below.forEach(Fetch::departs);
      course.tiers().find(below.stream().map(Fetch::wanted).toList());
      below.forEach(Fetch::leaveToLoad);
    } finally {
      held.forEach(Fetch::searched);
    }
  }
}
