package io.nfcs.distribution.monitor;

import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.TierContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Tier {@code hanging}: a map whose next look-up hangs when it is told to. */
public final class HangingTier implements CacheTier {
  static final AtomicLong HANG_NANOS = new AtomicLong();

  private final Map<CacheKey, byte[]> frames = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public HangingTier() {}

  @Override
  public String name() {
    return "hanging";
  }

  @Override
  public void open(TierContext context) {
    // nothing to be made ready
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    long until = System.nanoTime() + HANG_NANOS.getAndSet(0);
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    return frames.get(key);
  }

  @Override
  public void store(CacheKey key, byte[] frame, long liveMillis) {
    frames.put(key, frame);
  }

  @Override
  public boolean remove(CacheKey key) {
    return frames.remove(key) != null;
  }

  @Override
  public void clear() {
    frames.clear();
  }

  @Override
  public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    frames.forEach(visitor);
  }

  @Override
  public long entries() {
    return frames.size();
  }

  @Override
  public long bytes() {
    return frames.values().stream().mapToLong(frame -> frame.length).sum();
  }

  @Override
  public void close() {
    frames.clear();
  }
}
