package io.nfcs.grid.near;

import io.nfcs.memory.SlabAllocator;

/**
 * Memory for new entries, for which others are evicted if need be.
 *
 * <p>Victims are those of the policy, until their bytes exceed the wanted ones by a slab: if
 * entries are small or pinned, there may be no room in one piece even then. After that all entries
 * of one slab are evicted, the emptiest without a leased entry. If each slab has one, later calls
 * evict nothing in vain.
 *
 * <p><b>Threads.</b> One at a time, under the segment's lock.
 */
final class Room {
  private static final int NONE = SlabAllocator.NONE;

  private final SlabAllocator slabs;
  private final Retired retired;
  private final Evictor evictor;

  /** Least bytes for which the policy's victims made no room, until a slab was emptied. */
  private long tightBytes = Long.MAX_VALUE;

  private long tooLong;
  private long withoutRoom;

  /** An operation that takes entries out of the index and retires them. */
  interface Evictor {
    /** Evicts the policy's next victim, and returns its bytes, 0 if there is none. */
    long evictNext();

    /** Evicts an entry. */
    void evict(int block);
  }

  Room(SlabAllocator slabs, Retired retired, Evictor evictor) {
    this.slabs = slabs;
    this.retired = retired;
    this.evictor = evictor;
  }

  /** Returns whether a number of bytes is too large for a slab. */
  boolean isTooLong(long bytes) {
    return bytes > slabs.largestBytes();
  }

  /** Takes a block of a size; {@link SlabAllocator#NONE} if there is no room, which is counted. */
  int take(long bytes) {
    if (isTooLong(bytes)) {
      tooLong++;
      return NONE;
    }
    retired.reclaim();
    int block = slabs.allocate(bytes);
    if (block == NONE && bytes < tightBytes) {
      block = evictFor(bytes);
    }
    if (block == NONE) {
      block = emptySlabFor(bytes);
    }
    if (block == NONE) {
      withoutRoom++;
      tightBytes = Math.min(tightBytes, bytes);
    }
    return block;
  }

  private int evictFor(long bytes) {
    long most = bytes + slabs.largestBytes();
    long evicted = 0;
    int block = NONE;
    while (block == NONE && evicted < most) {
      long victim = evictor.evictNext();
      if (victim == 0) {
        return NONE;
      }
      evicted += victim;
      retired.reclaim();
      block = slabs.allocate(bytes);
    }
    return block;
  }

  private int emptySlabFor(long bytes) {
    if (!slabs.forEachOfOneSlab(retired.unpinned(), evictor::evict)) {
      return NONE;
    }
    tightBytes = Long.MAX_VALUE;
    retired.reclaim();
    return slabs.allocate(bytes);
  }

  /** Returns how many entries were refused because they exceed a slab. */
  long tooLong() {
    return tooLong;
  }

  /** Returns how many entries were refused because leases hold the memory. */
  long withoutRoom() {
    return withoutRoom;
  }
}
