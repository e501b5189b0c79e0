package io.nfcs.grid.near;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.EntryTimes;
import io.nfcs.cache.Tag;
import io.nfcs.eviction.Evictable;
import io.nfcs.eviction.EvictionPolicy;
import io.nfcs.memory.SlabAllocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Values in slabs of native memory, found by key on the heap and read in place by leases.
 *
 * <p>An entry that leaves is <em>retired</em>: out of the index at once, its memory freed when no
 * lease pins it any more.
 *
 * <p><b>Units.</b> All limits are bytes of slabs, of what is known of their blocks, and of the heap
 * that entries take. <b>Threads.</b> Any; look-ups take no lock, all else takes the tier's one.
 * <b>Owns</b> the slabs. <b>Allocates</b> nothing on a look-up. <b>Fails.</b> A value that finds no
 * room, because it is larger than a slab or because leases hold the memory, is not kept, and that
 * is counted.
 */
public final class NearTier implements AutoCloseable {
  private static final long MAINTENANCE_LATE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SCANNED_AT_ONCE = 256;

  private final EntryIndex index = new EntryIndex();
  private final ReentrantLock lock = new ReentrantLock();
  private final Pins pins = new Pins(this::letGo);
  private final Retired retired = new Retired(pins, this::free);
  private final NanoClock clock;
  private final SlabAllocator slabs;
  private final EvictionPolicy policy;
  private final LiveCurve curve = new LiveCurve();
  private final Expiry expiry;
  private final long slabBytes;
  private final Leases leases;
  private volatile long maintainedNanos;
  private volatile boolean isClosed;
  private long limitBytes;
  private long overheadSlabs;
  private long stores;
  private long evictions;
  private long expirations;
  private long refusals;

  /**
   * An empty tier.
   *
   * @param limitBytes most bytes of slabs, their tables and entries' heap together
   * @param slabBytes bytes of a slab: the largest value there can be, its key included
   * @param keySeed seed of the keys' digests
   */
  public NearTier(
      long limitBytes, long slabBytes, long keySeed, EvictionPolicy policy, NanoClock clock) {
    this.limitBytes = limitBytes;
    this.slabBytes = slabBytes;
    this.policy = policy;
    this.clock = clock;
    slabs = new SlabAllocator(limitBytes, slabBytes);
    maintainedNanos = clock.nanoTime();
    expiry = new Expiry(maintainedNanos);
    policy.limitBytes(limitBytes);
    leases = new Leases(this, pins, keySeed, clock);
  }

  /** A lease for look-ups in this tier. */
  public NearLease lease() {
    return leases.lease();
  }

  /**
   * A lease for a look-up that is over before its thread waits for anything; to be closed by it. It
   * is the caller's alone, and must not be given to others.
   */
  public NearLease borrow() {
    return leases.borrow();
  }

  /**
   * Finds the entry of the key that the lease's probe has, and pins it.
   *
   * @return the entry, or {@code null} if there is none that lives; then nothing is pinned
   */
  public @Nullable NearEntry find(NearLease lease) {
    @Nullable NearEntry[] table = index.table();
    NearEntry entry = pinned(lease, table);
    if (entry == null && index.hasGrown(table)) {
      lock.lock();
      try {
        return pinned(lease, index.table());
      } finally {
        lock.unlock();
      }
    }
    return entry;
  }

  /**
   * Whether an entry that was found is so far from its due time that the clock need not be read: it
   * costs as much as the look-up. The time of the last {@link #maintain} is good enough for that,
   * if it is not a second old.
   */
  public boolean isYoung(NearEntry entry) {
    return entry.dueNanos == EntryTimes.NEVER
        || entry.dueNanos - maintainedNanos > MAINTENANCE_LATE_NANOS;
  }

  /**
   * Room for a value, to be written, and then given to {@link #publish} or {@link #abandon}; {@code
   * null} if there is none.
   *
   * @param dueNanos from when on a hit must look at the times, {@link EntryTimes#NEVER} for never
   */
  public @Nullable NearEntry reserve(
      CacheKey key,
      MemorySegment keyBytes,
      long valueBytes,
      boolean negative,
      EntryTimes times,
      long dueNanos,
      Tag[] tags) {
    lock.lock();
    try {
      long bytes = valueBytes + keyBytes.byteSize();
      int block = isClosed ? SlabAllocator.NONE : roomFor(bytes);
      if (block == SlabAllocator.NONE) {
        refusals++;
        return null;
      }
      MemorySegment memory = slabs.memory(block, bytes);
      return new NearEntry(
          key, keyBytes, block, slabs.bytes(block), memory, negative, times, dueNanos, tags);
    } finally {
      lock.unlock();
    }
  }

  /** Makes a reserved entry the one of its key. */
  public void publish(NearEntry entry) {
    lock.lock();
    try {
      if (isClosed) {
        slabs.free(entry.block);
        return;
      }
      NearEntry old = index.put(entry);
      if (old != null) {
        leave(old);
      }
      policy.admitted(entry);
      curve.stored(entry.hash());
      stores++;
      expiry.add(entry);
      shrink();
      if (!entry.isRetired() && slabs.isDraining(entry.block)) {
        // its slab is to be given back since it was reserved
        evictions++;
        leave(entry);
      }
      retired.reclaim();
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what was reserved. */
  public void abandon(NearEntry entry) {
    lock.lock();
    try {
      slabs.free(entry.block);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the entry of a key and answers whether there was one. */
  public boolean remove(CacheKey key) {
    lock.lock();
    try {
      NearEntry old = index.find(key);
      if (old == null) {
        return false;
      }
      leave(old);
      retired.reclaim();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Removes all entries. */
  public void clear() {
    lock.lock();
    try {
      index.forEach(this::leave);
      retired.reclaim();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows the entry of every key that has one from beginning to end, exactly once and pinned while
   * it is shown; keys that come or go meanwhile are shown or not. The lock is held for a few at a
   * time, and not while one is shown.
   */
  public void forEach(Consumer<NearEntry> visitor) {
    List<NearEntry> some = new ArrayList<>();
    try (NearLease lease = borrow()) {
      for (long position = 0; position < EntryIndex.END; ) {
        position = scan(position, some);
        some.forEach(entry -> show(entry, lease, visitor));
        some.clear();
      }
    }
  }

  /** Tells the policy of the hits since the last time, drops what is dead, frees what is let go. */
  public void maintain() {
    maintainedNanos = clock.nanoTime();
    lock.lock();
    try {
      takeHits();
      curve.settle(pins.knownHits(), index.size());
      for (NearEntry dead : expiry.due(maintainedNanos)) {
        expirations++;
        leave(dead);
      }
      retired.reclaim();
    } finally {
      lock.unlock();
    }
  }

  /** Changes the limit; entries that are too many go at once. */
  public void limitBytes(long bytes) {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      limitBytes = bytes;
      policy.limitBytes(bytes);
      limitSlabs();
      shrink();
      retired.reclaim();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Share of the look-ups that an LRU cache of so many entries would have answered of late. With
   * more than 3200 hits a second by one lease, the reuse of its keys is seen in a sample of them.
   */
  public double lruHitRate(long entries) {
    lock.lock();
    try {
      return curve.hitRate(entries);
    } finally {
      lock.unlock();
    }
  }

  /** Keys of the entries, those used most of late first. */
  public List<CacheKey> hottest(int most) {
    lock.lock();
    try {
      List<NearEntry> entries = new ArrayList<>(index.size());
      index.forEach(entries::add);
      return entries.stream()
          .filter(entry -> !entry.isInvalid())
          .sorted(Comparator.comparingInt((NearEntry entry) -> -policy.frequency(entry)))
          .limit(most)
          .map(NearEntry::key)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Look-ups that were not answered. */
  public long misses() {
    return pins.misses();
  }

  /**
   * What look-ups and their outcomes leave over, each counted by itself; 0 if no count is wrong.
   */
  public long residue() {
    return pins.residue();
  }

  /** What the tier holds and what it has done. */
  public NearStatistics statistics() {
    // outcomes first: none of them is counted whose look-up is not
    long misses = pins.misses();
    long hits = pins.hits();
    long lookups = pins.lookups();
    lock.lock();
    try {
      return new NearStatistics(
          index.size(),
          slabs.usedBytes(),
          slabs.reservedBytes() + slabs.tableBytes() + heapBytes(),
          limitBytes,
          lookups,
          hits,
          misses,
          stores,
          evictions,
          expirations,
          refusals,
          retired.size(),
          pins.leaks());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the memory back, and what leases still hold, which stays readable, with the last of them.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      index.forEach(this::leave);
      retired.reclaim();
      slabs.close();
      if (retired.isEmpty()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    // a lease that was let go meanwhile may have looked for the end of the tier before its pin was
    // seen to be clear
    fenceEveryThread();
    reclaimClosed();
  }

  /** The end of a shared arena waits until every thread has seen it, and all of theirs is seen. */
  @SuppressWarnings("MustBeClosedChecker") // it is
  private static void fenceEveryThread() {
    Arena.ofShared().close();
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Frees what no lease holds any more, when nobody else will. */
  void reclaimClosed() {
    lock.lock();
    try {
      retired.reclaim();
    } finally {
      lock.unlock();
    }
  }

  private void letGo(NearEntry entry) {
    retired.letGo(entry);
    if (isClosed) {
      reclaimClosed();
    }
  }

  private @Nullable NearEntry pinned(NearLease lease, @Nullable NearEntry[] table) {
    KeyProbe probe = lease.probe();
    NearEntry entry = EntryIndex.find(probe.key(), table);
    while (entry != null) {
      if (lease.pin().set(entry)) {
        if (entry.isFor(probe)) {
          return entry;
        }
        lease.pin().clear();
        return null;
      }
      // one that was retired is gone from the table there is now, and may stay in an older one
      entry = index.find(probe.key());
    }
    return null;
  }

  private long scan(long from, List<NearEntry> to) {
    lock.lock();
    try {
      long position = from;
      while (position < EntryIndex.END && to.size() < SCANNED_AT_ONCE) {
        position = index.scan(position, to::add);
      }
      return position;
    } finally {
      lock.unlock();
    }
  }

  private void show(NearEntry seen, NearLease lease, Consumer<NearEntry> visitor) {
    // one that was replaced since has a successor, which is not in what is left to scan
    NearEntry entry = lease.pin().set(seen) ? seen : successor(seen, lease);
    if (entry != null) {
      try {
        visitor.accept(entry);
      } finally {
        lease.drop();
      }
    }
  }

  private @Nullable NearEntry successor(NearEntry gone, NearLease lease) {
    lock.lock();
    try {
      NearEntry entry = index.find(gone.key());
      // whoever has the lock sees no retired entry in the index
      return entry != null && lease.pin().set(entry) ? entry : null;
    } finally {
      lock.unlock();
    }
  }

  private int roomFor(long bytes) {
    takeHits();
    retired.reclaim();
    if (bytes > slabs.largestBytes()) {
      return SlabAllocator.NONE;
    }
    int block = slabs.allocate(bytes);
    while (block == SlabAllocator.NONE && evictOne()) {
      retired.reclaim();
      block = slabs.allocate(bytes);
    }
    return block;
  }

  /** Keeps all within the limit: what is not slabs is counted in whole ones. */
  private void shrink() {
    while (slabs.usedBytes() + overheadBytes() > limitBytes && evictOne()) {
      retired.reclaim();
    }
    if (overheadBytes() > overheadSlabs * slabBytes) {
      limitSlabs();
    }
  }

  private void limitSlabs() {
    overheadSlabs = Math.ceilDiv(overheadBytes(), slabBytes);
    slabs.limitBytes(limitBytes - overheadSlabs * slabBytes);
    index.forEach(entry -> {
      if (slabs.isDraining(entry.block)) {
        evictions++;
        leave(entry);
      }
    });
  }

  private boolean evictOne() {
    Evictable victim = policy.victim();
    if (victim == null) {
      return false;
    }
    evictions++;
    retire((NearEntry) victim);
    return true;
  }

  private void leave(NearEntry entry) {
    policy.removed(entry);
    retire(entry);
  }

  private void retire(NearEntry entry) {
    index.remove(entry);
    expiry.remove(entry);
    retired.add(entry);
  }

  private void free(NearEntry entry) {
    slabs.free(entry.block);
  }

  private void takeHits() {
    pins.takeHits(hit -> {
      if (!hit.isRetired()) {
        policy.accessed(hit);
        curve.hit(hit.hash());
      }
    });
  }

  /** What is not slabs; with the tables of those to come, so that a new one is within the limit. */
  private long overheadBytes() {
    return slabs.mostTableBytes() + heapBytes();
  }

  private long heapBytes() {
    return (long) index.size() * NearEntry.OVERHEAD_BYTES;
  }
}
