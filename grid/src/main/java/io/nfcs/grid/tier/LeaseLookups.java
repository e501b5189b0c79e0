package io.nfcs.grid.tier;

import io.nfcs.cache.Answer;
import io.nfcs.cache.Lease;
import io.nfcs.codec.Codec;
import io.nfcs.grid.near.NearEntry;
import io.nfcs.grid.near.NearLease;
import io.nfcs.grid.near.NearTier;
import io.nfcs.tier.EntryTimes;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.NanoClock;

/**
 * Look-ups by leases, which hold values of near or fetched ones.
 *
 * <p><b>Threads.</b> Any; a lease belongs to one. <b>Allocates</b> nothing on a hit that is not to
 * be loaded again.
 *
 * @param <K> keys
 */
final class LeaseLookups<K> {
  private static final int TIMED = 256;

  private final String cache;
  private final Codec<K> keys;
  private final NearTier near;
  private final LatencyHistogram times;
  private final NanoClock clock;
  private final Descent<K, ?> descent;
  private final Audit<K, ?> audit;
  private final Flights flights;
  private final LongAdder late = new LongAdder();

  LeaseLookups(Fetch.Course<K, ?> course, Descent<K, ?> descent, NanoClock clock) {
    this.descent = descent;
    this.clock = clock;
    cache = course.cache();
    keys = course.entries().spec().keys();
    near = course.entries().near();
    times = course.tiers().near().times();
    audit = course.audit();
    flights = course.flights();
  }

  /** Fetches the key of the lease's last look-up, which near has missed. */
  Answer fetch(K key, NearLease lease) {
    if (descent.ends()) {
      return Answer.MISS;
    }
    return hold(key, descent.fetch(key, Probed.of(lease.probe())), lease);
  }

  /** Looks a key up; what near has not is fetched by another thread, within a time. */
  Answer get(K key, long budgetNanos, NearLease lease) {
    long deadline = clock.nanoTime() + budgetNanos;
    Answer answer = find(key, lease);
    if (answer != Answer.MISS || descent.ends()) {
      return answer;
    }
    Flight flight = descent.fetchInBackground(key, Probed.of(lease.probe()));
    if (flight == null || !descent.isWithin(budgetNanos)) {
      return late();
    }
    return await(key, flight, deadline, lease);
  }

  /** Returns how many look-ups were not answered in time. */
  long lateCount() {
    return late.sum();
  }

  private Answer late() {
    late.increment();
    return Answer.LATE;
  }

  private Answer await(K key, Flight flight, long deadlineNanos, NearLease lease) {
    try {
      if (!flight.await(deadlineNanos - clock.nanoTime())) {
        return late();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return late();
    }
    Throwable failure = flight.failure();
    if (failure == null) {
      return flight.found().isUnknown() ? late() : hold(key, flight.found(), lease);
    }
    flights.checkOpen();
    return Descent.isInterruption(failure) ? late() : Answer.FAILED;
  }

  /**
   * Returns a lease as one of this cache, for a look-up of the calling thread.
   *
   * @throws IllegalArgumentException if it is another cache's, or closed
   * @throws IllegalStateException if the cache is closed
   */
  NearLease own(Lease lease) {
    if (lease instanceof NearLease own && own.enter(near)) {
      return own;
    }
    Objects.requireNonNull(lease, "lease");
    flights.checkOpen();
    throw foreign();
  }

  private IllegalArgumentException foreign() {
    return new IllegalArgumentException(
        "cache "
            + cache
            + ": the lease is another cache's, or closed; expected an open lease of this cache");
  }

  /** Asks near alone, and has a share of the hits of a pure loader audited. */
  Answer find(K key, NearLease lease) {
    Answer answer = findMeasured(key, lease);
    if (audit.isDue(lease.lookups())) {
      if (lease.isHeld()) {
        audit.check(key, lease);
      } else if (answer == Answer.NEGATIVE) {
        audit.checkAbsent(key);
      }
    }
    return answer;
  }

  /**
   * Looks a key up in near, timing one look-up in {@value #TIMED}: the clock costs as much as a
   * look-up.
   */
  private Answer findMeasured(K key, NearLease lease) {
    if ((lease.lookups() & (TIMED - 1)) != 0) {
      return findNear(key, lease);
    }
    long start = clock.nanoTime();
    Answer answer = findNear(key, lease);
    times.record(clock.nanoTime() - start);
    return answer;
  }

  private Answer findNear(K key, NearLease lease) {
    lease.release();
    lease.probe().set(keys, key);
    lease.countLookup();
    NearEntry entry = near.find(lease);
    if (entry == null) {
      lease.countMiss();
      return Answer.MISS;
    }
    if (entry.isInvalid()) {
      return missed(lease);
    }
    return near.isYoung(entry) ? hit(entry, false, lease) : findTimed(key, entry, lease);
  }

  /**
   * Returns the answer for an entry at this time; an entry that is due is loaded again in the
   * background.
   */
  private Answer findTimed(K key, NearEntry entry, NearLease lease) {
    EntryTimes times = entry.times();
    long now = clock.nanoTime();
    if (times.isDead(now)) {
      return missed(lease);
    }
    if (descent.isDue(times, now)) {
      descent.refresh(key, Probed.of(lease.probe()));
    }
    return hit(entry, times.isStale(now), lease);
  }

  private static Answer missed(NearLease lease) {
    lease.drop();
    lease.countMiss();
    return Answer.MISS;
  }

  private static Answer hit(NearEntry entry, boolean stale, NearLease lease) {
    lease.countHit();
    return hold(entry, stale, lease);
  }

  private static Answer hold(NearEntry entry, boolean stale, NearLease lease) {
    if (entry.isNegative()) {
      lease.drop();
      return Answer.NEGATIVE;
    }
    lease.hold(entry);
    return stale ? Answer.STALE : Answer.FRESH;
  }

  /** Holds a fetched value: in near's memory if near has taken it, otherwise as a copy. */
  private Answer hold(K key, Found found, NearLease lease) {
    if (found.isNothing()) {
      return Answer.MISS;
    }
    byte[] value = found.value();
    if (value == null) {
      return Answer.NEGATIVE;
    }
    if (lease.isClosed()) {
      // by the loader
      throw foreign();
    }
    // a loader that asks this cache for other keys has used the same probe
    lease.probe().set(keys, key);
    long now = clock.nanoTime();
    if (descent.isDue(found.times(), now)) {
      descent.refresh(key, Probed.of(lease.probe()));
    }
    boolean stale = found.times().isStale(now);
    NearEntry entry = near.find(lease);
    if (entry != null && entry.times().equals(found.times())) {
      Answer answer = hold(entry, stale, lease);
      lease.from(found.origin());
      return answer;
    }
    lease.drop();
    lease.hold(value, found.times().loadedNanos());
    lease.from(found.origin());
    return stale ? Answer.STALE : Answer.FRESH;
  }
}
