package io.nfcs.eviction;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * The hit rate that an LRU cache of any size would have had, from a sample of the accesses.
 *
 * <p>SHARDS (Waldspurger, Park, Garthwaite and Ahmad, 2015): keys are sampled by their hash, so
 * that all accesses of a key are in the sample or none; the reuse distance of a sampled access,
 * which is the number of sampled keys since its last, divided by the sampling rate is the size it
 * needs for a hit. The number of keys is fixed: when they are more, the rate is halved. As in
 * SHARDS-adj, the accesses that the sample has too many or too few count as hits of the smallest
 * cache.
 *
 * <p><b>Units.</b> Sizes are entries. <b>Threads.</b> One at a time. <b>Allocates</b> nothing after
 * it is made, except for its map until that has grown.
 */
public final class ReuseCurve {
  /** Keys of a sample that is within a point of the truth and takes little time. */
  public static final int USUAL_KEYS = 1400;

  private static final int USUAL_RATE_SHIFT = 4;
  private static final int SUB_BITS = 6;
  private static final int SUB = 1 << SUB_BITS;
  private static final int NEVER = -1;

  /** Uses that are remembered, for each key: they are numbered again when there are more. */
  private static final int USES_PER_KEY = 16;

  private final int mostKeys;
  private final Long2LongHashMap lastUse;

  /**
   * Weight of the sampled hits by the size they need, in buckets a 64th of their value wide, with
   * one bucket for each size below 64.
   */
  private final double[] hits = new double[Long.SIZE * SUB];

  /** Uses in the order of time, a bit each, which is set where it is the last of its key. */
  private final long[] last;

  /** Number of set bits in each 64 of them: a tree of sums (Fenwick, 1994). */
  private final int[] sums;

  private final long[] keyOfUse;
  private int uses;
  private int rateShift;
  private long accesses;
  private double sampledWeight;

  /** A curve without accesses, of the usual accuracy. */
  public ReuseCurve() {
    this(USUAL_KEYS, USUAL_RATE_SHIFT);
  }

  /**
   * A curve without accesses.
   *
   * @param mostKeys keys in the sample at most
   * @param rateShift the first sampling rate is 2 to the power of minus this
   */
  public ReuseCurve(int mostKeys, int rateShift) {
    this.mostKeys = mostKeys;
    this.rateShift = rateShift;
    lastUse = new Long2LongHashMap(2 * mostKeys, 0.6f, NEVER);
    int uses = USES_PER_KEY * Math.max(Long.SIZE, mostKeys);
    keyOfUse = new long[uses];
    last = new long[uses / Long.SIZE];
    sums = new int[last.length + 1];
  }

  /** Records an access of a key of this hash; the time is logarithmic in the sample's size. */
  public void record(long hash) {
    accesses++;
    if (Sample.contains(hash, rateShift)) {
      sample(hash);
    }
  }

  /** Records unsampled accesses of keys that are used all the time: hits at any size. */
  public void unseen(long count) {
    accesses += count;
  }

  /** Returns the number of accesses in the curve now, halved by each {@link #age}. */
  public long accesses() {
    return accesses;
  }

  /**
   * Returns the share of all accesses that an LRU cache of this number of entries would have hit.
   */
  public double hitRate(long entries) {
    if (accesses == 0) {
      return 0;
    }
    double sum = accesses - sampledWeight;
    int last = bucket(entries);
    for (int i = 0; i < last; i++) {
      sum += hits[i];
    }
    double part = (entries - lowerEnd(last)) / (double) (lowerEnd(last + 1) - lowerEnd(last));
    return Math.clamp((sum + part * hits[last]) / accesses, 0, 1);
  }

  /** Halves the weight of all accesses so far, so that the curve follows the present. */
  public void age() {
    accesses /= 2;
    sampledWeight /= 2;
    for (int i = 0; i < hits.length; i++) {
      hits[i] /= 2;
    }
  }

  private void sample(long key) {
    double weight = 1L << rateShift;
    sampledWeight += weight;
    if (uses == keyOfUse.length) {
      compact();
    }
    int use = uses++;
    keyOfUse[use] = key;
    int before = (int) lastUse.put(key, use);
    if (before == NEVER) {
      set(use);
      if (lastUse.size() > mostKeys) {
        sampleLess();
      }
    } else {
      hits[bucket((long) usedSince(before) << rateShift)] += weight;
      move(before, use);
    }
  }

  private void sampleLess() {
    rateShift++;
    for (int use = 0; use < uses; use++) {
      long key = keyOfUse[use];
      if (!Sample.contains(key, rateShift) && lastUse.get(key) == use) {
        lastUse.remove(key);
      }
    }
    compact();
  }

  /** Numbers the last uses again, in their order. */
  private void compact() {
    int kept = 0;
    for (int use = 0; use < uses; use++) {
      long key = keyOfUse[use];
      if (lastUse.get(key) == use) {
        keyOfUse[kept] = key;
        lastUse.put(key, kept++);
      }
    }
    uses = kept;
    Arrays.fill(last, 0);
    Arrays.fill(sums, 0);
    for (int use = 0; use < uses; use++) {
      set(use);
    }
  }

  /** Returns how many keys were used after the last use of a key. */
  private int usedSince(int use) {
    int word = use >> 6;
    int since = Long.bitCount(last[word] >>> use >>> 1);
    return word == (uses - 1) >> 6 ? since : since + lastUse.size() - sumTo(word + 1);
  }

  private void move(int from, int to) {
    last[from >> 6] &= ~(1L << from);
    last[to >> 6] |= 1L << to;
    if (from >> 6 != to >> 6) {
      add(from >> 6, -1);
      add(to >> 6, 1);
    }
  }

  private void set(int use) {
    last[use >> 6] |= 1L << use;
    add(use >> 6, 1);
  }

  private void add(int word, int value) {
    for (int i = word + 1; i < sums.length; i += i & -i) {
      sums[i] += value;
    }
  }

  /** Returns how many bits are set in the first words. */
  private int sumTo(int words) {
    int sum = 0;
    for (int i = words; i > 0; i -= i & -i) {
      sum += sums[i];
    }
    return sum;
  }

  private static int bucket(long distance) {
    if (distance < SUB) {
      return (int) distance;
    }
    int doubling = 63 - Long.numberOfLeadingZeros(distance);
    return ((doubling - SUB_BITS + 1) << SUB_BITS)
        + (int) (distance >>> (doubling - SUB_BITS) & (SUB - 1));
  }

  private static long lowerEnd(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    return (long) (SUB + (bucket & (SUB - 1))) << ((bucket >> SUB_BITS) - 1);
  }
}
