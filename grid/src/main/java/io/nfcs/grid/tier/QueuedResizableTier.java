package io.nfcs.grid.tier;

import io.nfcs.tier.ResizableTier;

/** A {@link QueuedTier} whose limit may be changed. */
final class QueuedResizableTier extends QueuedTier implements ResizableTier {
  private final ResizableTier tier;

  QueuedResizableTier(
      ResizableTier tier, Aside aside, boolean forTicks, long tickNanos, Unsettled unsettled) {
    super(tier, aside, forTicks, tickNanos, unsettled);
    this.tier = tier;
  }

  @Override
  public long limitBytes() {
    return tier.limitBytes();
  }

  @Override
  public void limitBytes(long bytes) {
    tier.limitBytes(bytes);
  }
}
