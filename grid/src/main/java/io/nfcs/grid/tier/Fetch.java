package io.nfcs.grid.tier;

import io.nfcs.counters.ErrorLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One way down for a key that near has not: through the tiers below, and to the loader. Each step
 * is counted once, on any thread and with any outcome.
 *
 * <p><b>Threads.</b> As a {@link Flight}: one thread at a time flies it.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Fetch<K, V> extends Flight {
  private final Course<K, V> course;
  private final K wish;
  private final Wanted wanted;
  private final AtomicBoolean hasDeparted = new AtomicBoolean();

  /** Whether the last holder has found the key in no tier, and no thread has begun to load it. */
  private final AtomicBoolean isToLoad = new AtomicBoolean();

  private boolean isLoaded;
  private boolean hasEnded;

  /**
   * The parts of a cache that all its fetches go through.
   *
   * @param warmUp recorder of look-ups, {@code null} for none
   */
  record Course<K, V>(
      Entries<K, V> entries,
      Tiers tiers,
      Flights flights,
      Loading<K, V> loading,
      Audit<K, V> audit,
      FetchCounts counts,
      @Nullable WarmUp warmUp,
      ErrorLog errors) {

    /** Returns the name of the cache. */
    String cache() {
      return entries.spec().name();
    }

    /** Returns whether there is nothing below near. */
    boolean isNearAlone() {
      return tiers.below().isEmpty() && !loading.isPossible();
    }
  }

  /**
   * A fetch that has not begun.
   *
   * @param isRefresh whether the value is to be loaded again, though near has one
   */
  Fetch(Course<K, V> course, K key, Probed probed, boolean isRefresh) {
    super(course.flights, probed.key(), course.entries.invalidations().stamp());
    this.course = course;
    wish = key;
    wanted = new Wanted(probed, this, isRefresh);
  }

  /** Returns the key as the caller gave it. */
  K wish() {
    return wish;
  }

  /** Returns the key as the tiers know it, and the result. */
  Wanted wanted() {
    return wanted;
  }

  @Override
  Found fly() throws Exception {
    if (course.warmUp != null) {
      course.warmUp.asked(wanted.key);
    }
    try {
      if (!isToLoad.compareAndSet(true, false) && !isInNear()) {
        departs();
        course.tiers.find(List.of(wanted));
        if (wanted.found == null) {
          course.counts.loading.increment();
        } else {
          course.audit.found(wish, wanted.found.value());
        }
      }
    } catch (RuntimeException | Error failure) {
      course.errors.record("fetch of cache " + course.cache(), failure);
      throw failure;
    }
    return wanted.found == null ? course.loading.load(this) : wanted.found;
  }

  /** Returns whether near has the key by now, filled by another thread. */
  boolean isInNear() {
    if (!wanted.isRefresh) {
      wanted.found = course.tiers.near().find(wanted.keyBytes);
    }
    if (wanted.found == null) {
      return false;
    }
    departs();
    course.counts.refound.increment();
    return true;
  }

  /** Counts that the tiers below are asked. */
  void departs() {
    if (hasDeparted.compareAndSet(false, true)) {
      course.counts.waiting.decrement();
    } else {
      course.counts.resumed.increment();
    }
  }

  /** Records that the tiers below were asked, so that the flight has at most to load. */
  void leaveToLoad() {
    if (wanted.found == null) {
      course.counts.loading.increment();
      isToLoad.set(true);
    }
  }

  /** Lands the fetch if the tiers have the key, or else leaves it to a waiting caller. */
  void searched() {
    if (wanted.found == null) {
      letGo();
    } else {
      course.audit.found(wish, wanted.found.value());
      land(wanted.found, null);
    }
  }

  /** Records that the loader was called, and that its value was kept. */
  void loaded() {
    isLoaded = true;
  }

  /** Counts the outcome of the load, the first time. */
  void ends(LongAdder how) {
    if (!hasEnded) {
      hasEnded = true;
      how.increment();
      course.counts.loading.decrement();
    }
  }

  @Override
  void landed() {
    if (wanted.isRefresh && isLoaded) {
      course.loading.refreshed();
    }
  }

  @Override
  void ended() {
    if (hasDeparted.compareAndSet(false, true)) {
      course.counts.dropped.increment();
      course.counts.waiting.decrement();
    }
    if (isToLoad.compareAndSet(true, false)) {
      course.counts.undone.increment();
      course.counts.loading.decrement();
    }
  }

  @Override
  protected String what() {
    return "key " + wish + " of cache " + course.cache();
  }
}
