package io.nfcs.grid.tier;

import io.nfcs.cache.Loader;
import io.nfcs.counters.ErrorLog;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The loads of keys that no tier has, each by one of the processes that share a tier at a time.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with what the loader throws.
 */
final class Loading<K, V> {
  private final Entries<K, V> entries;
  private final Tiers tiers;
  private final Flights flights;
  private final @Nullable Claims claims;
  private final FetchCounts counts;
  private final NanoClock clock;
  private final ErrorLog errors;
  private final LatencyHistogram times = new LatencyHistogram();
  private final LongAdder refreshes = new LongAdder();

  /**
   * Loads of a cache.
   *
   * @param claims the right to load, if a tier is shared
   */
  Loading(
      Entries<K, V> entries,
      Tiers tiers,
      Flights flights,
      @Nullable Claims claims,
      FetchCounts counts,
      NanoClock clock,
      ErrorLog errors) {
    this.entries = entries;
    this.tiers = tiers;
    this.flights = flights;
    this.claims = claims;
    this.counts = counts;
    this.clock = clock;
    this.errors = errors;
  }

  /** Returns whether there is a loader. */
  boolean isPossible() {
    return entries.spec().loader().isPresent();
  }

  /** Returns whether a load ends within a time, as far as is known. */
  boolean isWithin(long nanos) {
    return times.quantileNanos(0.99) <= nanos;
  }

  /** Returns the median time of a load. */
  long medianNanos() {
    return times.quantileNanos(0.5);
  }

  /** Counts that a value was loaded again, and kept. */
  void refreshed() {
    refreshes.increment();
  }

  /** Returns how many values were loaded again and kept. */
  long refreshes() {
    return refreshes.sum();
  }

  /** Loads the key of a fetch, which is counted as loading already. */
  Found load(Fetch<K, V> fetch) throws Exception {
    try {
      flights.checkOpen();
      Loader<K, V> loader = entries.spec().loader().orElse(null);
      if (loader == null) {
        fetch.ends(counts.unloaded);
        return fetch.wanted().isUnanswered ? Found.UNKNOWN : Found.NOTHING;
      }
      return claims == null ? load(fetch, loader) : load(fetch, loader, claims);
    } finally {
      fetch.ends(counts.undone);
    }
  }

  private Found load(Fetch<K, V> fetch, Loader<K, V> loader, Claims rights) throws Exception {
    Wanted wanted = fetch.wanted();
    while (!rights.take(wanted.key)) {
      if (tiers.findShared(wanted)) {
        return awaited(fetch);
      }
      flights.checkOpen();
      rights.await();
    }
    try {
      // the previous holder of the right may have loaded the key
      return tiers.findShared(wanted) ? awaited(fetch) : load(fetch, loader);
    } finally {
      rights.give(wanted.key);
    }
  }

  private Found awaited(Fetch<K, V> fetch) {
    fetch.ends(counts.awaited);
    return Objects.requireNonNull(fetch.wanted().found);
  }

  private Found load(Fetch<K, V> fetch, Loader<K, V> loader) throws Exception {
    try {
      long start = clock.nanoTime();
      V value;
      try {
        value = loader.load(fetch.wish());
      } finally {
        times.record(clock.nanoTime() - start);
      }
      Wanted wanted = fetch.wanted();
      Found found =
          entries.entry(
              wanted.key,
              value,
              start,
              entries.lifetimes().liveMillis(),
              fetch.stamp,
              entries.spec().tags().apply(fetch.wish(), value),
              tiers.below().size() + 1);
      // before any thread can find the value
      fetch.ends(counts.loads);
      tiers.fill(wanted, found);
      fetch.loaded();
      return found;
    } catch (InterruptedException interruption) {
      // the interrupt must stay visible to callers
      Thread.currentThread().interrupt();
      throw interruption;
    } catch (Throwable failure) {
      errors.record("loader of cache " + entries.spec().name(), failure);
      throw failure;
    } finally {
      fetch.ends(counts.loadFailures);
    }
  }
}
