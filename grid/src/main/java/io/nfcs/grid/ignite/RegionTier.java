package io.nfcs.grid.ignite;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.ResizableTier;
import io.nfcs.cache.TierContext;
import io.nfcs.config.NfcsConfig;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.eviction.Evictable;
import io.nfcs.eviction.EvictionPolicy;
import io.nfcs.table.NodeAwayException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A tier in a region of the node: {@code offheap}, which a restart empties, or {@code disk}, which
 * survives the death of the process at any instant.
 *
 * <p>Ignite itself never evicts from a persistent region, and from a volatile one page by page, so
 * this tier counts its bytes and evicts by entry. What it knows of its entries is on the heap.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> one Ignite cache, which it leaves on disk.
 */
final class RegionTier implements ResizableTier {
  /** Row header, key and index entry of Ignite, and the heap of the index here. */
  private static final int OVERHEAD_BYTES = 300;

  private final NodeLife node;
  private final Runnable again = this::index;
  private final String region;
  private final ToLongFunction<NfcsConfig> limit;
  private final long largestBytes;
  private final Map<CacheKey, Held> index = new HashMap<>();
  private final EvictionPolicy policy = new AdaptivePolicy();
  private @Nullable FrameCache opened;
  private volatile long limitBytes;
  private long heldBytes;
  private long indexed = -1;

  private RegionTier(
      NodeLife node, String region, ToLongFunction<NfcsConfig> limit, long largestBytes) {
    this.node = node;
    this.region = region;
    this.limit = limit;
    this.largestBytes = largestBytes;
  }

  /** In the volatile region, for entries of so many bytes at most. */
  static RegionTier offheap(NodeLife node, long largestBytes) {
    return new RegionTier(
        node, NodeConfiguration.OFFHEAP, RegionSettings::offheapBytes, largestBytes);
  }

  /** In the persistent region. */
  static RegionTier disk(NodeLife node) {
    return new RegionTier(
        node, NodeConfiguration.DISK, RegionSettings::diskBytes, Integer.MAX_VALUE);
  }

  @Override
  public String name() {
    return region;
  }

  @Override
  public void open(TierContext context) {
    limitBytes = limit.applyAsLong(context.config());
    policy.limitBytes(limitBytes);
    CacheConfiguration<UUID, byte[]> configuration =
        IgniteNode.in(region, "CACHE_" + region + "_" + context.cache());
    opened = new FrameCache(node.cache(configuration.setEagerTtl(true)));
    node.onAnswer(again);
    try {
      index();
    } catch (NodeAwayException away) {
      // its time comes when the node answers
    }
  }

  /** Takes stock of what is there, once in each start of the node. */
  private synchronized void index() {
    long start = node.restarts();
    if (indexed == start) {
      return;
    }
    synchronized (index) {
      Map.copyOf(index).values().forEach(this::drop);
    }
    forEach((key, frame) -> {
      synchronized (index) {
        add(key, frame.length);
      }
    });
    indexed = start;
    evict();
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    byte[] frame = frames().find(key);
    synchronized (index) {
      Held held = index.get(key);
      if (frame == null && held != null) {
        drop(held);
      } else if (held != null) {
        policy.accessed(held);
      }
    }
    return frame;
  }

  @Override
  public void store(CacheKey key, byte[] frame, long liveMillis) {
    if (frame.length + OVERHEAD_BYTES > Math.min(limitBytes, largestBytes)) {
      remove(key);
      return;
    }
    synchronized (index) {
      add(key, frame.length);
    }
    evict();
    frames().store(key, frame, liveMillis);
  }

  @Override
  public boolean remove(CacheKey key) {
    synchronized (index) {
      Held held = index.get(key);
      if (held != null) {
        drop(held);
      }
    }
    return frames().remove(key);
  }

  @Override
  public void clear() {
    synchronized (index) {
      Map.copyOf(index).values().forEach(this::drop);
    }
    frames().clear();
  }

  @Override
  public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    frames().forEach(visitor);
  }

  @Override
  public long entries() {
    synchronized (index) {
      return index.size();
    }
  }

  @Override
  public long bytes() {
    synchronized (index) {
      return heldBytes;
    }
  }

  @Override
  public long limitBytes() {
    return limitBytes;
  }

  @Override
  public void limitBytes(long bytes) {
    synchronized (index) {
      limitBytes = bytes;
      policy.limitBytes(bytes);
    }
    evict();
  }

  /** The node closes what is in it. */
  @Override
  public void close() {
    node.removeOnAnswer(again);
  }

  private void evict() {
    Held victim = nextVictim();
    while (victim != null) {
      frames().remove(victim.key);
      victim = nextVictim();
    }
  }

  private @Nullable Held nextVictim() {
    synchronized (index) {
      Evictable victim = heldBytes > limitBytes ? policy.victim() : null;
      if (victim == null) {
        return null;
      }
      index.remove(((Held) victim).key);
      heldBytes -= victim.bytes();
      return (Held) victim;
    }
  }

  private void add(CacheKey key, int frameBytes) {
    Held old = index.get(key);
    if (old != null) {
      drop(old);
    }
    Held held = new Held(key.copy(), frameBytes + OVERHEAD_BYTES);
    index.put(held.key, held);
    heldBytes += held.bytes();
    policy.admitted(held);
  }

  private void drop(Held held) {
    index.remove(held.key);
    heldBytes -= held.bytes();
    policy.removed(held);
  }

  private FrameCache frames() {
    if (opened == null) {
      throw new IllegalStateException("tier " + region + " is not open");
    }
    return opened;
  }

  /** What is known of an entry without reading it. */
  private static final class Held extends Evictable {
    private final CacheKey key;

    Held(CacheKey key, long bytes) {
      super(key.low(), bytes);
      this.key = key;
    }
  }
}
