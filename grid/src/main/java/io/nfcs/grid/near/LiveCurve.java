package io.nfcs.grid.near;

import io.nfcs.eviction.ReuseCurve;

/**
 * The reuse curve of a tier in use: it sees every store and the hits that leases have recorded, and
 * knows the number of the other hits.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class LiveCurve {
  /** Accesses for each entry that are remembered before the older ones count half. */
  private static final int MEMORY = 64;

  private final ReuseCurve curve = new ReuseCurve();
  private long countedHits;
  private long seenHits;

  void stored(long hash) {
    curve.record(hash);
  }

  void hit(long hash) {
    curve.record(hash);
    seenHits++;
  }

  /**
   * Records the unsampled hits since the last call.
   *
   * @param hits all so far
   * @param entries entries of the tier
   */
  void settle(long hits, int entries) {
    curve.unseen(Math.max(0, hits - countedHits - seenHits));
    countedHits = hits;
    seenHits = 0;
    if (curve.accesses() > MEMORY * (long) Math.max(ReuseCurve.USUAL_KEYS, entries)) {
      curve.age();
    }
  }

  double hitRate(long entries) {
    return curve.hitRate(entries);
  }
}
