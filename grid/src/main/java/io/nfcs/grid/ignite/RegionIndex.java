package io.nfcs.grid.ignite;

import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.eviction.Evictables;
import io.nfcs.eviction.EvictionTable;
import io.nfcs.grid.index.BlockIndex;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.grid.index.TimerWheel;
import io.nfcs.memory.BlockAddresses;
import io.nfcs.tier.CacheKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index of the entries of a tier in a region, in native memory: their keys, sizes, times of
 * death and order of eviction, known without reading them.
 *
 * <p>Of two keys with equal lower halves only the later is kept.
 *
 * <p><b>Threads.</b> Any; each method is one step. <b>Owns</b> 64 bytes an entry, the cells of its
 * index and the counts of its policy. <b>Allocates</b> heap when there are more entries than ever
 * before, about a byte for each.
 */
final class RegionIndex {
  /** Result of {@link #storedTicket} if there is no entry with a stored frame. */
  static final long NONE = 0;

  /** Dead for so long, an entry has been dropped by the node as well. */
  private static final long LATE_NANOS = 1L << 30;

  /** An index that once had more than this, and an eighth of it now, gives its memory back. */
  private static final int WORTH_SHRINKING = 10_000;

  private static final long STORED = 1;
  private static final long NEXT = 2;

  private final EvictionTable table = new EvictionTable(RegionLayout.BYTES);
  private final BlockAddresses rows = table.addresses();
  private final BlockIndex index = new BlockIndex(rows);
  private final AdaptivePolicy policy = new AdaptivePolicy(table);
  private final Unwanted unwanted = new Unwanted();
  private final TimerWheel wheel;
  private @Nullable Stock underway;
  private long limitBytes;
  private long heldBytes;
  private long lastTicket;
  private long died;
  private long foreign;
  private int most;

  RegionIndex(long limitBytes, long startNanos) {
    wheel = new TimerWheel(new RegionRows(rows), startNanos - LATE_NANOS);
    limitBytes(limitBytes);
  }

  /** Forgets all entries, and begins to take stock of those in the node. */
  synchronized Stock takeStock() {
    clear();
    Stock stock = new Stock();
    underway = stock;
    return stock;
  }

  /** Takes over the result of a stock-taking, unless another has begun. */
  synchronized void found(Stock by, List<Stock.Entry> entries) {
    if (!isUnderway(by)) {
      return;
    }
    for (Stock.Entry entry : entries) {
      CacheKey key = entry.key();
      int there = index.find(key.low());
      if (isOf(there, key) || by.hasGone(key)) {
        continue;
      }
      if (entry.isOwn()) {
        enter(key, there, entry.bytes(), entry.deadNanos(), STORED);
      } else {
        unwanted.add(key, entry.bytes());
        foreign++;
      }
    }
  }

  /** Ends a stock-taking. */
  synchronized void end(Stock stock) {
    if (isUnderway(stock)) {
      underway = null;
    }
  }

  /** Adds an entry whose frame is to be stored, in place of any other of its key. */
  synchronized long add(CacheKey key, long bytes, long deadNanos) {
    return enter(key, index.find(key.low()), bytes, deadNanos, 0);
  }

  /** Records that the frame of an entry is there, if the entry is still the same. */
  synchronized void stored(CacheKey key, long ticket) {
    if (holds(key, ticket)) {
      RegionLayout.ticket(rows.of(find(key)), ticket | STORED);
    }
  }

  /** Records a hit of an entry. */
  synchronized void accessed(CacheKey key) {
    int row = find(key);
    if (row != BlockIndex.NONE) {
      policy.accessed(row);
    }
  }

  synchronized boolean holds(CacheKey key) {
    return find(key) != BlockIndex.NONE;
  }

  /** Returns whether an entry is still the one that a store has added. */
  synchronized boolean holds(CacheKey key, long ticket) {
    int row = find(key);
    return row != BlockIndex.NONE && (RegionLayout.ticket(rows.of(row)) & -NEXT) == ticket;
  }

  /** Returns the ticket of an entry whose frame has been there, or {@link #NONE}. */
  synchronized long storedTicket(CacheKey key) {
    int row = find(key);
    long ticket = row == BlockIndex.NONE ? NONE : RegionLayout.ticket(rows.of(row));
    return (ticket & STORED) == 0 ? NONE : ticket - STORED;
  }

  /** Drops an entry, if it is still the one that a store has added. */
  synchronized void forget(CacheKey key, long ticket) {
    if (holds(key, ticket)) {
      drop(find(key));
    }
  }

  /** Drops an entry whose frame has been removed. */
  synchronized void removed(CacheKey key) {
    int row = find(key);
    if (row != BlockIndex.NONE) {
      drop(row);
    } else if (underway != null) {
      underway.gone(key.copy());
    }
  }

  /** Takes out the entry to evict next, {@code null} if there is none. */
  synchronized @Nullable CacheKey victim() {
    int row = policy.victim();
    if (row == Evictables.NONE) {
      return null;
    }
    CacheKey key = RegionLayout.key(rows.of(row));
    left(row);
    return key;
  }

  /** Takes out a frame that is not an entry's, {@code null} if none is known. */
  synchronized @Nullable CacheKey unwanted() {
    return unwanted.poll();
  }

  /** Drops some dead entries, and returns whether there were any. */
  synchronized boolean dropDue(long nowNanos) {
    long before = died;
    boolean isAll = false;
    while (!isAll && died == before) {
      isAll = wheel.due(nowNanos - LATE_NANOS, this::die);
    }
    return died > before;
  }

  /** Returns how many entries have died since {@link #takeDied}. */
  synchronized long died() {
    return died;
  }

  /** Returns how many entries have died since the last call. */
  synchronized long takeDied() {
    long all = died;
    died = 0;
    return all;
  }

  /** Forgets all entries, and the future result of a running stock-taking. */
  synchronized void clear() {
    underway = null;
    index.clear(row -> {
      policy.removed(row);
      wheel.remove(row);
      table.free(row);
    });
    heldBytes = 0;
    unwanted.clear();
    foreign = 0;
    table.compact(_ -> {});
    most = 0;
  }

  /** Gives memory back, if few entries are left of many. */
  synchronized void shrink() {
    if (most > WORTH_SHRINKING && index.size() < most / 8) {
      table.compact(row -> {
        policy.moved(row);
        wheel.moved(row);
        index.moved(row);
      });
      most = index.size();
    }
    index.shrink();
  }

  /** Changes the limit, without evicting anything. */
  synchronized void limitBytes(long bytes) {
    limitBytes = bytes;
    policy.limitBytes(bytes);
  }

  /** Returns whether all known entries together exceed the limit. */
  synchronized boolean isFull() {
    return heldBytes + unwanted.bytes() > limitBytes;
  }

  synchronized int entries() {
    return index.size();
  }

  /** Returns the bytes of the entries, overhead included. */
  synchronized long bytes() {
    return heldBytes;
  }

  /** Returns how many entries of another identity the last stock-taking has found. */
  synchronized long foreign() {
    return foreign;
  }

  /** Returns the native memory of the index. */
  synchronized long memoryBytes() {
    return table.memoryBytes() + index.memoryBytes() + policy.memoryBytes();
  }

  @SuppressWarnings("ReferenceEquality") // each stock-taking has an identity
  private boolean isUnderway(Stock stock) {
    return stock == underway;
  }

  private int find(CacheKey key) {
    int row = index.find(key.low());
    return isOf(row, key) ? row : BlockIndex.NONE;
  }

  private boolean isOf(int row, CacheKey key) {
    return row != BlockIndex.NONE && RegionLayout.isOf(rows.of(row), key);
  }

  /** Adds an entry where another of its hash may be. */
  private long enter(CacheKey key, int there, long bytes, long deadNanos, long flag) {
    makeWay(there, key);
    makeWay(index.makeRoom(BucketLayout.print(key.low())), key);
    int row = table.add(key.low(), bytes);
    lastTicket += NEXT;
    RegionLayout.write(rows.of(row), key.high(), deadNanos, lastTicket | flag);
    index.put(key.low(), row);
    most = Math.max(most, index.size());
    heldBytes += bytes;
    policy.admitted(row);
    wheel.add(row);
    return lastTicket;
  }

  /**
   * Removes an entry in favour of another: the frame of its key is replaced, or has to be removed.
   */
  private void makeWay(int row, CacheKey other) {
    if (row == BlockIndex.NONE) {
      return;
    }
    long address = rows.of(row);
    if (!RegionLayout.isOf(address, other)) {
      unwanted.add(RegionLayout.key(address), table.bytes(row));
    }
    drop(row);
  }

  private void die(int row) {
    died++;
    drop(row);
  }

  private void drop(int row) {
    policy.removed(row);
    left(row);
  }

  private void left(int row) {
    if (underway != null) {
      underway.gone(RegionLayout.key(rows.of(row)));
    }
    index.remove(table.hash(row), row);
    wheel.remove(row);
    heldBytes -= table.bytes(row);
    table.free(row);
  }
}
