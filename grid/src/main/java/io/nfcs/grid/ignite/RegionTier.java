package io.nfcs.grid.ignite;

import io.nfcs.config.NfcsConfig;
import io.nfcs.table.NodeAwayException;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.FrameHeader;
import io.nfcs.tier.ResizableTier;
import io.nfcs.tier.TierContext;
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
 * this tier counts its bytes and evicts by entry. Its knowledge of entries is in a {@link
 * RegionIndex}: dead entries leave it at the next sweep, entries of an earlier version of the cache
 * are dropped a part at a time, and first when room is short.
 *
 * <p><b>Threads.</b> Any. A frame is stored or removed under a lock chosen by its key, together
 * with the step in the index that says so; the index has a lock of its own, which is never held
 * while the node is asked. An entry is in the index, and others are evicted for it, before its
 * frame is stored; its ticket says whether it is still that of the store. <b>Owns</b> one Ignite
 * cache, which it leaves on disk.
 */
final class RegionTier implements ResizableTier {
  /** Row header, key and index entry of Ignite, and the index here. */
  private static final int OVERHEAD_BYTES = 300;

  /** Most entries that a sweep drops; the rest is left to the next one. */
  private static final int DROPPED_AT_ONCE = 50_000;

  private static final int FOREIGN_AT_ONCE = 4096;
  private static final int STRIPES = 64;

  private final NodeLife node;
  private final Runnable again = this::takeStock;
  private final String region;
  private final ToLongFunction<NfcsConfig> limit;
  private final long largestBytes;
  private final Lock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);
  private @Nullable Opened opened;
  private volatile long limitBytes;
  private long stockOf = -1;

  /** State of an open tier. */
  private record Opened(TierContext context, FrameCache frames, RegionIndex index) {}

  private RegionTier(
      NodeLife node, String region, ToLongFunction<NfcsConfig> limit, long largestBytes) {
    this.node = node;
    this.region = region;
    this.limit = limit;
    this.largestBytes = largestBytes;
  }

  /** Returns a tier in the volatile region, for entries up to a size. */
  static RegionTier offheap(NodeLife node, long largestBytes) {
    return new RegionTier(
        node, NodeConfiguration.OFFHEAP, RegionSettings::offheapBytes, largestBytes);
  }

  /** Returns a tier in the persistent region. */
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
    CacheConfiguration<UUID, byte[]> configuration =
        IgniteNode.in(region, "CACHE_" + region + "_" + context.cache());
    opened =
        new Opened(
            context,
            new FrameCache(node.cache(configuration.setEagerTtl(true))),
            new RegionIndex(limitBytes, context.clock().nanoTime()));
    node.onAnswer(again);
    try {
      takeStock();
    } catch (NodeAwayException away) {
      // done when the node answers
    }
  }

  /** Takes stock of the entries in the node, once in each start. */
  private synchronized void takeStock() {
    long start = node.restarts();
    if (stockOf == start) {
      return;
    }
    long epochOfZero = context().timeOfDay().nanoTime() - context().clock().nanoTime();
    Stock stock = index().takeStock();
    try {
      frames()
          .forAll(
              IgniteNode.PARTITIONS,
              (key, frame) -> entry(key, frame, epochOfZero),
              entries -> index().found(stock, entries));
    } finally {
      index().end(stock);
    }
    stockOf = start;
    evict();
  }

  private Stock.Entry entry(CacheKey key, byte[] frame, long epochOfZero) {
    long dead = FrameHeader.deadNanos(frame);
    return new Stock.Entry(
        key,
        bytes(frame),
        dead == EntryTimes.NEVER ? dead : dead - epochOfZero,
        context().isOwn(frame));
  }

  @Override
  public byte @Nullable [] find(CacheKey key) {
    byte[] frame = frames().find(key);
    if (frame != null) {
      index().accessed(key);
    } else if (index().holds(key)) {
      forgetIfGone(key);
    }
    return frame;
  }

  /** Drops from the index the entries that the node has dropped, except those not stored yet. */
  private void forgetIfGone(CacheKey key) {
    Lock stripe = stripe(key);
    stripe.lock();
    try {
      long ticket = index().storedTicket(key);
      if (ticket != RegionIndex.NONE && frames().find(key) == null) {
        index().forget(key, ticket);
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
    long deadNanos = EntryTimes.after(nowNanos(), TimeUnit.MILLISECONDS.toNanos(liveMillis));
    long ticket = index().add(key, bytes(frame), deadNanos);
    try {
      evict();
    } catch (RuntimeException failure) {
      index().forget(key, ticket);
      throw failure;
    }
    Lock stripe = stripe(key);
    stripe.lock();
    try {
      if (index().holds(key, ticket)) {
        frames().store(key, frame, liveMillis);
        index().stored(key, ticket);
      } else {
        // the stored entry was the victim itself
        frames().remove(key);
        index().removed(key);
      }
    } catch (RuntimeException failure) {
      index().forget(key, ticket);
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
      index().removed(key);
      return was;
    } finally {
      stripe.unlock();
    }
  }

  /**
   * Drops entries that have died from index, bytes and counts; Ignite itself drops their frames.
   */
  @Override
  public long sweep() {
    while (index().died() < DROPPED_AT_ONCE && index().dropDue(nowNanos())) {
      // until there are no more, or enough
    }
    int removed = 0;
    while (removed < FOREIGN_AT_ONCE && removeUnwanted()) {
      removed++;
    }
    index().shrink();
    return index().takeDied();
  }

  @Override
  public long foreign() {
    return opened == null ? 0 : opened.index.foreign();
  }

  @Override
  public void clear() {
    frames().clear();
    index().clear();
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
    return opened == null ? 0 : opened.index.entries();
  }

  @Override
  public long bytes() {
    return opened == null ? 0 : opened.index.bytes();
  }

  @Override
  public long limitBytes() {
    return limitBytes;
  }

  @Override
  public void limitBytes(long bytes) {
    limitBytes = bytes;
    index().limitBytes(bytes);
    evict();
  }

  /** Ends the stock-taking; the node closes its caches. */
  @Override
  public void close() {
    node.removeOnAnswer(again);
  }

  /** Makes room: dead entries and those of another identity go before any that may be served. */
  private void evict() {
    while (index().isFull()) {
      if (!index().dropDue(nowNanos()) && !removeUnwanted()) {
        CacheKey victim = index().victim();
        if (victim == null) {
          return;
        }
        removeUnlessHeld(victim);
      }
    }
  }

  private boolean removeUnwanted() {
    CacheKey next = index().unwanted();
    if (next != null) {
      removeUnlessHeld(next);
    }
    return next != null;
  }

  /** Removes a frame, unless the key has been stored again meanwhile. */
  private void removeUnlessHeld(CacheKey key) {
    Lock stripe = stripe(key);
    stripe.lock();
    try {
      if (!index().holds(key)) {
        frames().remove(key);
      }
    } finally {
      stripe.unlock();
    }
  }

  private Lock stripe(CacheKey key) {
    return stripes[(int) key.low() & (STRIPES - 1)];
  }

  private static long bytes(byte[] frame) {
    return (long) frame.length + OVERHEAD_BYTES;
  }

  private long nowNanos() {
    return context().clock().nanoTime();
  }

  private TierContext context() {
    return opened().context;
  }

  private FrameCache frames() {
    return opened().frames;
  }

  private RegionIndex index() {
    return opened().index;
  }

  private Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("tier " + region + " is not open");
    }
    return opened;
  }
}
