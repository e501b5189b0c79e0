package io.nfcs.grid.tier;

import io.nfcs.grid.near.NearStatistics;
import io.nfcs.grid.near.NearTier;
import io.nfcs.tier.ResizableTier;
import java.util.function.LongSupplier;

/**
 * A controller that moves bytes between near and the tier below it, to where they save most time by
 * the curve of reuse distances. The sum stays the same, and no limit changes by more than the share
 * that the settings allow.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class SizeController {
  private static final int STEPS = 16;

  /** Least gain of a look-up for which bytes are moved. */
  private static final double WORTH = 0.99;

  private static final double NEAR_NANOS = 100;

  private final NearTier near;
  private final TierCounts below;
  private final ResizableTier tier;
  private final LongSupplier missNanos;
  private final long sumBytes;
  private final long leastBytes;
  private final long mostBytes;
  private final long stepBytes;

  /**
   * A controller of two tiers as large as they are now.
   *
   * @param tier the one below near, as something that can be resized
   * @param missNanos time of a look-up that neither answers
   * @param share part of the smaller limit that may be moved
   */
  SizeController(
      NearTier near, TierCounts below, ResizableTier tier, LongSupplier missNanos, double share) {
    this.near = near;
    this.below = below;
    this.tier = tier;
    this.missNanos = missNanos;
    long nearBytes = near.statistics().limitBytes();
    long movable = (long) (share * Math.min(nearBytes, tier.limitBytes()));
    sumBytes = nearBytes + tier.limitBytes();
    leastBytes = nearBytes - movable;
    mostBytes = nearBytes + movable;
    stepBytes = Math.max(1, (mostBytes - leastBytes) / STEPS);
  }

  /** Moves one step, if the gain is large enough. */
  void adjust() {
    NearStatistics now = near.statistics();
    long entriesBelow = tier.entries();
    if (now.entries() == 0 || entriesBelow == 0) {
      return;
    }
    double nearEntry = (double) now.heldBytes() / now.entries();
    double entryBelow = (double) tier.bytes() / entriesBelow;
    double least = nanos(now.limitBytes(), nearEntry, entryBelow) * WORTH;
    long best = now.limitBytes();
    for (long bytes = leastBytes; bytes <= mostBytes; bytes += stepBytes) {
      double nanos = nanos(bytes, nearEntry, entryBelow);
      if (nanos < least) {
        least = nanos;
        best = bytes;
      }
    }
    long step = Math.clamp(best - now.limitBytes(), -stepBytes, stepBytes);
    if (step > 0) {
      tier.limitBytes(tier.limitBytes() - step);
      near.limitBytes(now.limitBytes() + step);
    } else if (step < 0) {
      near.limitBytes(now.limitBytes() + step);
      tier.limitBytes(sumBytes - now.limitBytes() - step);
    }
  }

  /** Returns the mean time of a look-up, if near had this number of bytes. */
  private double nanos(long nearBytes, double nearEntry, double entryBelow) {
    double inNear = near.lruHitRate((long) (nearBytes / nearEntry));
    double inEither =
        Math.max(inNear, near.lruHitRate((long) ((sumBytes - nearBytes) / entryBelow)));
    return inNear * NEAR_NANOS
        + (inEither - inNear) * below.medianNanos()
        + (1 - inEither) * Math.max(below.medianNanos(), missNanos.getAsLong());
  }
}
