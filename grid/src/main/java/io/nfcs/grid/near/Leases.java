package io.nfcs.grid.near;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a tier: those that their users keep, and a few shared by all threads for look-ups
 * that end before their caller continues. A thread begins its search at a place by its number, so
 * that few threads meet.
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> nothing while one of the few is free.
 */
final class Leases {
  private static final int LEAST = 4;
  private static final int MOST = 32;
  private static final int SPARE_PROBES = 64;

  private final NearTier tier;
  private final Pins pins;
  private final TagSets tags;
  private final long keySeed;
  private final NanoClock clock;
  private final NearLease[] common;

  /**
   * Probes of ended leases, for reuse: their native memory would stay until the next collection.
   */
  private final Queue<KeyProbe> spareProbes = new ArrayBlockingQueue<>(SPARE_PROBES);

  Leases(NearTier tier, Pins pins, TagSets tags, long keySeed, NanoClock clock) {
    this.tier = tier;
    this.pins = pins;
    this.tags = tags;
    this.keySeed = keySeed;
    this.clock = clock;
    int wanted = 2 * Runtime.getRuntime().availableProcessors();
    common = new NearLease[Integer.highestOneBit(Math.clamp(wanted, LEAST, MOST))];
    for (int i = 0; i < common.length; i++) {
      Pin pin = Objects.requireNonNull(pins.addSlot());
      common[i] = lease(pin, new KeyProbe(keySeed), Origins.NONE, null);
    }
  }

  /** Returns a lease of the caller's own. */
  NearLease lease(Origins origins) {
    KeyProbe spare = spareProbes.poll();
    KeyProbe probe = spare == null ? new KeyProbe(keySeed) : spare;
    Pin pin = pins.add();
    Runnable onEnd =
        () -> {
          pins.remove(pin);
          spareProbes.offer(probe);
        };
    return lease(pin, probe, origins, onEnd);
  }

  private NearLease lease(Pin pin, KeyProbe probe, Origins origins, @Nullable Runnable onEnd) {
    return new NearLease(tier, pin, probe, new NearEntry(tags, keySeed), origins, clock, onEnd);
  }

  /** Returns a lease that nobody else uses until it is closed. */
  NearLease borrow() {
    int first = (int) Thread.currentThread().threadId();
    for (int i = 0; i < common.length; i++) {
      NearLease lease = common[(first + i) & (common.length - 1)];
      if (lease.take()) {
        return lease;
      }
    }
    return lease(Origins.NONE);
  }
}
