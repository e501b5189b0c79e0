package io.nfcs.grid.near;

import io.nfcs.eviction.Evictables;
import io.nfcs.eviction.EvictionPolicy;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.grid.near.NearTier.PutResult;
import io.nfcs.memory.NativeMemory;
import io.nfcs.tier.EntryTimes;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.agrona.collections.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A part of the near tier with a lock of its own: the entries whose hashes have some bits in
 * common.
 *
 * <p><b>Threads.</b> Any; all but {@link #index} takes the segment's lock.
 */
final class Segment {
  /** Result of {@link #reserve} if there was no room. */
  static final int NO_ROOM = Residents.NONE;

  /** A longer value is copied while others may put: that takes longer than a second lock. */
  private static final int COPIED_UNDER_LOCK = 16 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final TagSets tagSets;
  private final Residents entries;

  Segment(
      int number,
      long limitBytes,
      long slabBytes,
      Function<Evictables, EvictionPolicy> policies,
      Pins pins,
      TagSets tagSets,
      long startNanos) {
    this.tagSets = tagSets;
    entries = new Residents(number, limitBytes, slabBytes, policies, pins, tagSets, startNanos);
  }

  /** Returns the index, for look-ups that take no lock. */
  EntryIndex index() {
    return entries.index();
  }

  /** Finds and pins an entry, undisturbed by changes. */
  long findLocked(KeyProbe probe, Pin pin) {
    lock.lock();
    try {
      return entries.index().find(probe.hash(), probe, pin);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps an entry in place of that of its hash; if there is no room, keeps neither. */
  PutResult put(
      long hash, byte[] key, byte[] value, int flags, EntryTimes times, long dueNanos, int tags) {
    int block;
    lock.lock();
    try {
      block = take(hash, key.length, value.length, flags, times, dueNanos, tags);
      if (block == NO_ROOM) {
        leave(hash);
        return entries.isTooLong(EntryLayout.bytes(flags, key.length, value.length))
            ? PutResult.TOO_LONG
            : PutResult.NO_ROOM;
      }
      if (value.length <= COPIED_UNDER_LOCK) {
        write(block, key, value, flags);
        entries.enter(block);
        return PutResult.KEPT;
      }
    } finally {
      lock.unlock();
    }
    write(block, key, value, flags);
    publish(block);
    return PutResult.KEPT;
  }

  private void write(int block, byte[] key, byte[] value, int flags) {
    long entry = entries.address(block);
    NativeMemory.copy(key, EntryLayout.key(entry));
    NativeMemory.copy(value, EntryLayout.value(entry, flags));
  }

  /** Reserves room for an entry, with all but key and value written, or {@link #NO_ROOM}. */
  int reserve(
      long hash,
      long keyBytes,
      long valueBytes,
      int flags,
      EntryTimes times,
      long dueNanos,
      int tags) {
    lock.lock();
    try {
      return take(hash, keyBytes, valueBytes, flags, times, dueNanos, tags);
    } finally {
      lock.unlock();
    }
  }

  private int take(
      long hash,
      long keyBytes,
      long valueBytes,
      int flags,
      EntryTimes times,
      long dueNanos,
      int tags) {
    int block = entries.reserve(EntryLayout.bytes(flags, keyBytes, valueBytes));
    if (block == Residents.NONE) {
      tagSets.release(tags);
      return NO_ROOM;
    }
    EntryLayout.write(
        entries.address(block), flags, hash, keyBytes, valueBytes, times, dueNanos, tags);
    return block;
  }

  /** Returns the address of an entry that is reserved. */
  long address(int block) {
    return entries.address(block);
  }

  /** Publishes a reserved entry as that of its hash. */
  void publish(int block) {
    lock.lock();
    try {
      entries.enter(block);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back a reserved entry. */
  void abandon(int block) {
    lock.lock();
    try {
      entries.free(block);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the entry of a hash and returns whether there was one. */
  boolean remove(long hash) {
    lock.lock();
    try {
      return leave(hash);
    } finally {
      lock.unlock();
    }
  }

  private boolean leave(long hash) {
    int old = entries.find(hash);
    if (old == Residents.NONE) {
      return false;
    }
    entries.leave(old);
    entries.reclaim();
    return true;
  }

  void clear() {
    lock.lock();
    try {
      entries.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Shows each entry that is there from beginning to end, pinned by a lease meanwhile. */
  void forEach(Consumer<NearEntry> visitor, NearLease lease) {
    LongArrayList hashes = new LongArrayList();
    for (long position = 0; position < EntryIndex.END; ) {
      hashes.clear();
      position = scan(position, hashes::addLong);
      for (int i = 0; i < hashes.size(); i++) {
        NearEntry entry = pin(hashes.getLong(i), lease);
        try {
          if (entry != null) {
            visitor.accept(entry);
          }
        } finally {
          lease.drop();
        }
      }
    }
  }

  /**
   * Shows the hashes of some entries from a position on, and returns the position of the next call.
   */
  private long scan(long position, LongConsumer visitor) {
    lock.lock();
    try {
      return entries.scan(position, visitor);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Pins and returns the entry of a hash that a scan has shown, or the entry that has replaced it.
   */
  private @Nullable NearEntry pin(long hash, NearLease lease) {
    lock.lock();
    try {
      int block = entries.find(hash);
      if (block == Residents.NONE) {
        return null;
      }
      long entry = entries.address(block);
      lease.pin().set(BucketLayout.cell(BucketLayout.print(hash), block));
      // a holder of the lock sees no retired entry in the index
      return lease.pin().keep(entry) ? lease.entry().show(entry) : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reports the hits since the last call to the policy, drops dead entries, frees released memory.
   */
  void maintain(long nowNanos, long knownHits) {
    lock.lock();
    try {
      entries.maintain(nowNanos, knownHits);
    } finally {
      lock.unlock();
    }
  }

  /** Changes the limit; entries that are too many go at once. */
  void limitBytes(long bytes) {
    lock.lock();
    try {
      entries.limitBytes(bytes);
    } finally {
      lock.unlock();
    }
  }

  double lruHitRate(long size) {
    lock.lock();
    try {
      return entries.lruHitRate(size);
    } finally {
      lock.unlock();
    }
  }

  int frequency(long hash) {
    lock.lock();
    try {
      return entries.frequency(hash);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the statistics of the segment; the counts of look-ups are the tier's. */
  NearStatistics statistics() {
    lock.lock();
    try {
      return entries.statistics();
    } finally {
      lock.unlock();
    }
  }

  /** Gives the memory back, except that held by leases; returns whether leases hold none. */
  boolean close() {
    lock.lock();
    try {
      return entries.close();
    } finally {
      lock.unlock();
    }
  }

  /** Frees released memory that nobody else will free. */
  void reclaim() {
    lock.lock();
    try {
      entries.reclaim();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a retired entry that no counted pin holds any more. */
  void letGo(int block) {
    entries.letGo(block);
  }
}
