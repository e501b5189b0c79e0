package io.nfcs.eviction;

/**
 * How often keys were used of late, in about a byte for each.
 *
 * <p>A count-min sketch (Cormode and Muthukrishnan, 2005) of 4-bit counters that are all halved
 * from time to time, as TinyLFU does (Einziger, Friedman and Manes, 2017).
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> when it grows; what it knew is then forgotten.
 */
final class FrequencySketch {
  private static final int HASHES = 4;
  private static final int MOST = 15;
  private static final int HALVE_AFTER = 10;
  private static final long HALVES = 0x7777777777777777L;
  private static final long[] SEEDS = {
    0x9e3779b97f4a7c15L, 0xc2b2ae3d27d4eb4fL, 0x165667b19e3779f9L, 0x85ebca77c2b2ae63L
  };

  /** 16 counters in each. */
  private long[] counters;

  private int entries;
  private int added;

  /** Room for the counts of so many keys, a power of two. */
  FrequencySketch(int keys) {
    entries = keys;
    counters = new long[keys];
  }

  /** Makes room for the counts of so many keys. */
  void ensureRoomFor(int keys) {
    if (keys > entries) {
      entries = Integer.highestOneBit(keys - 1) * 2;
      counters = new long[entries];
      added = 0;
    }
  }

  /** Counts one use. */
  void add(long hash) {
    boolean changed = false;
    for (int i = 0; i < HASHES; i++) {
      int counter = counter(hash, i);
      int shift = (counter & 15) << 2;
      if ((counters[counter >>> 4] >>> shift & MOST) < MOST) {
        counters[counter >>> 4] += 1L << shift;
        changed = true;
      }
    }
    if (changed && ++added >= entries * HALVE_AFTER) {
      halve();
    }
  }

  /** Uses of late, {@value #MOST} at most; never too few, but for the halving. */
  int frequency(long hash) {
    int least = MOST;
    for (int i = 0; i < HASHES; i++) {
      int counter = counter(hash, i);
      least = Math.min(least, (int) (counters[counter >>> 4] >>> ((counter & 15) << 2)) & MOST);
    }
    return least;
  }

  private void halve() {
    for (int i = 0; i < counters.length; i++) {
      counters[i] = counters[i] >>> 1 & HALVES;
    }
    added /= 2;
  }

  private int counter(long hash, int i) {
    long mixed = (hash ^ (hash >>> 29)) * SEEDS[i];
    return (int) (mixed >>> 32) & ((counters.length << 4) - 1);
  }
}
