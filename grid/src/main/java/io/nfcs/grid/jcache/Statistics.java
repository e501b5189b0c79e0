package io.nfcs.grid.jcache;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.cache.management.CacheStatisticsMXBean;

/**
 * Counts of a cache, for JMX; nothing is counted while they are off.
 *
 * <p><b>Units.</b> Averages in microseconds, shares in percent. <b>Threads.</b> Any; counting waits
 * for nothing. Each count is exact, but they are read one after the other: an average may have the
 * time of an operation whose count it has not, and {@link #clear} may lose what is counted
 * meanwhile.
 */
final class Statistics implements CacheStatisticsMXBean {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder removals = new LongAdder();
  private final LongAdder getNanos = new LongAdder();
  private final LongAdder putNanos = new LongAdder();
  private final LongAdder removeNanos = new LongAdder();
  private volatile boolean isOn;

  void turn(boolean on) {
    isOn = on;
  }

  void hit() {
    add(hits, 1);
  }

  void miss() {
    add(misses, 1);
  }

  void put() {
    add(puts, 1);
  }

  void removal() {
    add(removals, 1);
  }

  void got(long nanos) {
    add(getNanos, nanos);
  }

  void hasPut(long nanos) {
    add(putNanos, nanos);
  }

  void removed(long nanos) {
    add(removeNanos, nanos);
  }

  @Override
  public void clear() {
    for (LongAdder count :
        new LongAdder[] {hits, misses, puts, removals, getNanos, putNanos, removeNanos}) {
      count.reset();
    }
  }

  @Override
  public long getCacheHits() {
    return hits.sum();
  }

  @Override
  public float getCacheHitPercentage() {
    return percentage(getCacheHits());
  }

  @Override
  public long getCacheMisses() {
    return misses.sum();
  }

  @Override
  public float getCacheMissPercentage() {
    return percentage(getCacheMisses());
  }

  @Override
  public long getCacheGets() {
    return getCacheHits() + getCacheMisses();
  }

  @Override
  public long getCachePuts() {
    return puts.sum();
  }

  @Override
  public long getCacheRemovals() {
    return removals.sum();
  }

  /** Returns 0: the tiers count evictions, not JCache's view of them. */
  @Override
  public long getCacheEvictions() {
    return 0;
  }

  @Override
  public float getAverageGetTime() {
    return averageMicros(getNanos, getCacheGets());
  }

  @Override
  public float getAveragePutTime() {
    return averageMicros(putNanos, getCachePuts());
  }

  @Override
  public float getAverageRemoveTime() {
    return averageMicros(removeNanos, getCacheRemovals());
  }

  private void add(LongAdder count, long more) {
    if (isOn) {
      count.add(more);
    }
  }

  private float percentage(long part) {
    long all = getCacheGets();
    return all == 0 ? 0 : 100f * part / all;
  }

  private static float averageMicros(LongAdder nanos, long count) {
    return count == 0 ? 0 : (float) nanos.sum() / TimeUnit.MICROSECONDS.toNanos(1) / count;
  }
}
