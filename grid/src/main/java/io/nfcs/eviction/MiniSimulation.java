package io.nfcs.eviction;

import java.util.HashMap;
import java.util.Map;

/**
 * A cache of keys alone, small in the proportion in which its accesses are sampled, that shows what
 * one setting of the policy would come to.
 *
 * <p>Miniature simulation (Waldspurger, Saemundsson, Ahmad and Park, 2017).
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> for each sampled key that is new to it.
 */
final class MiniSimulation {
  final double windowShare;
  private final WindowTinyLfu policy;
  private final Map<Long, Ghost> ghosts = new HashMap<>();
  private long limitBytes;
  private long hits;

  MiniSimulation(FrequencySketch sketch, double windowShare) {
    this.windowShare = windowShare;
    policy = new WindowTinyLfu(sketch, windowShare);
  }

  void limitBytes(long bytes) {
    limitBytes = bytes;
    policy.limitBytes(bytes);
  }

  void access(long hash, long bytes) {
    Ghost ghost = ghosts.get(hash);
    if (ghost != null) {
      hits++;
      policy.accessed(ghost);
      return;
    }
    Ghost fresh = new Ghost(hash, bytes);
    ghosts.put(hash, fresh);
    policy.admitted(fresh);
    while (policy.bytes() > limitBytes) {
      Evictable victim = policy.victim();
      if (victim == null) {
        return;
      }
      ghosts.remove(victim.hash);
    }
  }

  int entries() {
    return ghosts.size();
  }

  /** Hits since the last time this was asked. */
  long takeHits() {
    long taken = hits;
    hits = 0;
    return taken;
  }

  /** Forgets its entries: the sample is another now. */
  void clear() {
    ghosts.values().forEach(policy::removed);
    ghosts.clear();
  }

  /** A key. */
  private static final class Ghost extends Evictable {
    Ghost(long hash, long bytes) {
      super(hash, bytes);
    }
  }
}
