package io.nfcs.grid.tier;

import io.nfcs.cache.TickThread;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link QueuedTier} that processes share. A tick thread reports its changes to the others later,
 * and loads a key even if another process does.
 */
final class QueuedSharedTier extends QueuedTier implements SharedTier {
  private final SharedTier tier;

  QueuedSharedTier(
      SharedTier tier, Aside aside, boolean forTicks, long tickNanos, Unsettled unsettled) {
    super(tier, aside, forTicks, tickNanos, unsettled);
    this.tier = tier;
  }

  @Override
  public long append(String text, @Nullable String name, long above) {
    checkMayWait();
    return tier.append(text, name, above);
  }

  @Override
  public Changes after(long number) {
    checkMayWait();
    return tier.after(number);
  }

  @Override
  public long[] latestOf(List<String> names) {
    return ask(() -> tier.latestOf(names));
  }

  @Override
  public long since() {
    return tier.since();
  }

  @Override
  public void onChange(Runnable hint) {
    ask(() -> {
      tier.onChange(hint);
      return hint;
    });
  }

  @Override
  public boolean claim(CacheKey key, String holder, long millis) {
    return TickThread.isCurrent() || tier.claim(key, holder, millis);
  }

  @Override
  public void release(CacheKey key, String holder) {
    if (!TickThread.isCurrent()) {
      tier.release(key, holder);
    }
  }
}
