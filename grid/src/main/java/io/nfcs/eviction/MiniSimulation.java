package io.nfcs.eviction;

import java.lang.ref.Reference;
import org.agrona.collections.Long2LongHashMap;

/**
 * A cache of keys alone, small in the proportion in which its accesses are sampled, that shows the
 * hit rate of one setting of the policy.
 *
 * <p>Miniature simulation (Waldspurger, Saemundsson, Ahmad and Park, 2017).
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> nothing once it has been full.
 */
final class MiniSimulation {
  private final EvictionTable table = new EvictionTable();
  private final Long2LongHashMap ghosts = new Long2LongHashMap(Evictables.NONE);
  private final WindowTinyLfu policy;
  private long limitBytes;
  private long hits;

  MiniSimulation(FrequencySketch sketch, double windowShare) {
    policy = new WindowTinyLfu(table, sketch, windowShare);
  }

  void limitBytes(long bytes) {
    limitBytes = bytes;
    policy.limitBytes(bytes);
  }

  void access(long hash, long bytes) {
    try {
      use(hash, bytes);
    } finally {
      // the policy knows the memory of the table only by its address
      Reference.reachabilityFence(this);
    }
  }

  private void use(long hash, long bytes) {
    int ghost = (int) ghosts.get(hash);
    if (ghost != Evictables.NONE) {
      hits++;
      policy.accessed(ghost);
      return;
    }
    int fresh = table.add(hash, bytes);
    ghosts.put(hash, fresh);
    policy.admitted(fresh);
    while (policy.bytes() > limitBytes) {
      int victim = policy.victim();
      if (victim == Evictables.NONE) {
        return;
      }
      ghosts.remove(table.hash(victim));
      table.free(victim);
    }
  }

  /** Returns the native memory of the table. */
  long memoryBytes() {
    return table.memoryBytes();
  }

  int entries() {
    return ghosts.size();
  }

  /** Returns the number of hits since the last call. */
  long takeHits() {
    long taken = hits;
    hits = 0;
    return taken;
  }

  /** Forgets all entries, since the sample has changed. */
  void clear() {
    try {
      ghosts.forEachLong((hash, ghost) -> {
        policy.removed((int) ghost);
        table.free((int) ghost);
      });
      ghosts.clear();
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
