package io.nfcs.grid.ignite;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.EntryTimes;
import io.nfcs.cache.FrameHeader;
import io.nfcs.cache.ResizableTier;
import io.nfcs.cache.TierContext;
import io.nfcs.config.NfcsConfig;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.eviction.EvictionOrder;
import io.nfcs.table.NodeAwayException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A tier in a region of the node: {@code offheap}, which a restart empties, or {@code disk}, which
 * survives the death of the process at any instant.
 *
 * <p>Ignite itself never evicts from a persistent region, and from a volatile one page by page, so
 * this tier counts its bytes and evicts by entry. What it knows of its entries is on the heap, and
 * goes with them: those that die leave it at the next sweep, those that an earlier version of the
 * cache has left are dropped, a part at a time, and first of all when there is no room.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> one Ignite cache, which it leaves on disk.
 */
final class RegionTier implements ResizableTier {
  /** Row header, key and index entry of Ignite, and the heap of the index here. */
  private static final int OVERHEAD_BYTES = 300;

  /** Most entries that a sweep drops; what is left over is the next one's. */
  private static final int DROPPED_AT_ONCE = 50_000;

  private static final int FOREIGN_AT_ONCE = 4096;

  /** An index that once had more than this, and an eighth of it now, gives its memory back. */
  private static final int WORTH_SHRINKING = 10_000;

  private static final int STRIPES = 64;

  private final NodeLife node;
  private final Runnable again = this::index;
  private final String region;
  private final ToLongFunction<NfcsConfig> limit;
  private final long largestBytes;
  private final Object lock = new Object();
  private final EvictionOrder<Held> policy = new EvictionOrder<>(AdaptivePolicy::new);
  private final Deadlines<Held> deadlines = new Deadlines<>();
  private final Deque<Foreign> foreign = new ArrayDeque<>();
  private final Lock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);
  private Map<CacheKey, Held> index = new HashMap<>();
  private @Nullable FrameCache opened;
  private @Nullable TierContext context;
  private volatile long limitBytes;
  private long heldBytes;
  private long indexed = -1;
  private long foreignBytes;
  private long foreignFound;
  private int most;

  /** An entry of another identity. */
  private record Foreign(CacheKey key, long bytes) {}

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
  public void open(TierContext with) {
    context = with;
    limitBytes = limit.applyAsLong(with.config());
    policy.limitBytes(limitBytes);
    CacheConfiguration<UUID, byte[]> configuration =
        IgniteNode.in(region, "CACHE_" + region + "_" + with.cache());
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
    forgetAll();
    long epochOfZero = context().timeOfDay().nanoTime() - context().clock().nanoTime();
    frames().forEach((key, frame) -> index(key, frame, epochOfZero));
    indexed = start;
    evict();
  }

  private void index(CacheKey key, byte[] frame, long epochOfZero) {
    long dead = FrameHeader.deadNanos(frame);
    synchronized (lock) {
      if (context().isOwn(frame)) {
        add(key, bytes(frame), dead == EntryTimes.NEVER ? dead : dead - epochOfZero).isStored =
            true;
      } else {
        foreign.add(new Foreign(key.copy(), bytes(frame)));
        foreignBytes += bytes(frame);
        foreignFound++;
      }
    }
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    byte[] frame = frames().find(key);
    Held held;
    synchronized (lock) {
      held = index.get(key);
      if (frame != null && held != null) {
        policy.accessed(held);
      }
    }
    if (frame == null && held != null) {
      forgetIfGone(held);
    }
    return frame;
  }

  /** Drops from the index what the node has dropped, except what has not come there yet. */
  private void forgetIfGone(Held held) {
    Lock stripe = stripe(held.key);
    stripe.lock();
    try {
      if (held.isStored && frames().find(held.key) == null) {
        forget(held);
      }
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public void store(CacheKey key, byte[] frame, long liveMillis) {
    if (bytes(frame) > Math.min(limitBytes, largestBytes)) {
      remove(key);
      return;
    }
    Held held;
    synchronized (lock) {
      held =
          add(
              key,
              bytes(frame),
              EntryTimes.after(
                  context().clock().nanoTime(), TimeUnit.MILLISECONDS.toNanos(liveMillis)));
    }
    try {
      evict();
    } catch (RuntimeException failure) {
      forget(held);
      throw failure;
    }
    Lock stripe = stripe(key);
    stripe.lock();
    try {
      if (isHeld(held)) {
        frames().store(key, frame, liveMillis);
        held.isStored = true;
      } else {
        // it was the victim itself
        frames().remove(key);
      }
    } catch (RuntimeException failure) {
      forget(held);
      throw failure;
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public boolean remove(CacheKey key) {
    Lock stripe = stripe(key);
    stripe.lock();
    try {
      boolean was = frames().remove(key);
      synchronized (lock) {
        Held held = index.get(key);
        if (held != null) {
          drop(held);
        }
      }
      return was;
    } finally {
      stripe.unlock();
    }
  }

  /** Ignite drops by itself what has died; here it leaves index, bytes and counts. */
  @Override
  public long sweep() {
    long dropped = 0;
    while (dropped < DROPPED_AT_ONCE && dropDue()) {
      dropped++;
    }
    int removed = 0;
    while (removed < FOREIGN_AT_ONCE && removeForeign()) {
      removed++;
    }
    synchronized (lock) {
      if (most > WORTH_SHRINKING && index.size() < most / 8) {
        index = new HashMap<>(index);
        most = index.size();
      }
    }
    return dropped;
  }

  @Override
  public long foreign() {
    synchronized (lock) {
      return foreignFound;
    }
  }

  @Override
  public void clear() {
    frames().clear();
    forgetAll();
  }

  @Override
  public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
    frames()
        .forEach((key, frame) -> {
          if (context().isOwn(frame)) {
            visitor.accept(key, frame);
          }
        });
  }

  @Override
  public long entries() {
    synchronized (lock) {
      return index.size();
    }
  }

  @Override
  public long bytes() {
    synchronized (lock) {
      return heldBytes;
    }
  }

  @Override
  public long limitBytes() {
    return limitBytes;
  }

  @Override
  public void limitBytes(long bytes) {
    synchronized (lock) {
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

  /** What has died and what is of another identity goes before anything that may be served. */
  private void evict() {
    while (isFull()) {
      if (!dropDue() && !removeForeign()) {
        Held victim = nextVictim();
        if (victim == null) {
          return;
        }
        removeUnlessHeld(victim.key);
      }
    }
  }

  private boolean isFull() {
    synchronized (lock) {
      return heldBytes + foreignBytes > limitBytes;
    }
  }

  private @Nullable Held nextVictim() {
    synchronized (lock) {
      Held victim = policy.victim();
      if (victim != null) {
        index.remove(victim.key);
        deadlines.remove(victim);
        heldBytes -= victim.bytes();
      }
      return victim;
    }
  }

  private boolean dropDue() {
    synchronized (lock) {
      Held due = deadlines.due(context().clock().nanoTime());
      if (due != null) {
        drop(due);
      }
      return due != null;
    }
  }

  private boolean removeForeign() {
    Foreign next;
    synchronized (lock) {
      next = foreign.poll();
      if (next == null) {
        return false;
      }
      foreignBytes -= next.bytes;
    }
    removeUnlessHeld(next.key);
    return true;
  }

  /** Removes a frame, unless the key has been stored again meanwhile. */
  private void removeUnlessHeld(CacheKey key) {
    Lock stripe = stripe(key);
    stripe.lock();
    try {
      boolean isHeld;
      synchronized (lock) {
        isHeld = index.containsKey(key);
      }
      if (!isHeld) {
        frames().remove(key);
      }
    } finally {
      stripe.unlock();
    }
  }

  private Held add(CacheKey key, long bytes, long deadNanos) {
    Held old = index.get(key);
    if (old != null) {
      drop(old);
    }
    Held held = new Held(key.copy(), bytes, deadNanos);
    index.put(held.key, held);
    most = Math.max(most, index.size());
    heldBytes += held.bytes();
    policy.admitted(held);
    deadlines.add(held);
    return held;
  }

  private void drop(Held held) {
    index.remove(held.key);
    heldBytes -= held.bytes();
    policy.removed(held);
    deadlines.remove(held);
  }

  private boolean isHeld(Held held) {
    synchronized (lock) {
      return index.get(held.key) == held;
    }
  }

  private void forgetAll() {
    synchronized (lock) {
      List.copyOf(index.values()).forEach(this::drop);
      foreign.clear();
      foreignBytes = 0;
      foreignFound = 0;
    }
  }

  private void forget(Held held) {
    synchronized (lock) {
      if (index.get(held.key) == held) {
        drop(held);
      }
    }
  }

  private Lock stripe(CacheKey key) {
    return stripes[(int) key.low() & (STRIPES - 1)];
  }

  private static long bytes(byte[] frame) {
    return (long) frame.length + OVERHEAD_BYTES;
  }

  private TierContext context() {
    if (context == null) {
      throw new IllegalStateException("tier " + region + " is not open");
    }
    return context;
  }

  private FrameCache frames() {
    if (opened == null) {
      throw new IllegalStateException("tier " + region + " is not open");
    }
    return opened;
  }

  /** What is known of an entry without reading it. */
  private static final class Held extends Deadlines.Mortal<Held> {
    private final CacheKey key;

    /** Whether its frame has been there; its stripe guards it. */
    private boolean isStored;

    Held(CacheKey key, long bytes, long deadNanos) {
      super(key.low(), bytes, deadNanos);
      this.key = key;
    }
  }
}
