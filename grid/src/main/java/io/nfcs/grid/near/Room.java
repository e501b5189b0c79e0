package io.nfcs.grid.near;

import io.nfcs.memory.SlabAllocator;

/**
 * Blocks for the entries to come, for which others go if need be.
 *
 * <p>Victims are those that the policy names, until they have had a slab's bytes more than are
 * wanted: where entries are small or pinned, there may be no room in one piece even then. After
 * that all entries of one slab go, the emptiest that no lease has an entry of. If each has one,
 * nothing is evicted in vain the next time.
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

  /** Takes entries out of the index, which are retired then. */
  interface Evictor {
    /** Evicts the policy's next victim, and answers its bytes, 0 if there is none. */
    long evictNext();

    /** Evicts this one. */
    void evict(int block);
  }

  Room(SlabAllocator slabs, Retired retired, Evictor evictor) {
    this.slabs = slabs;
    this.retired = retired;
    this.evictor = evictor;
  }

  /** Whether no slab has room for so many bytes. */
  boolean isTooLong(long bytes) {
    return bytes > slabs.largestBytes();
  }

  /** A block of so many bytes; {@link SlabAllocator#NONE} if there is no room, which is counted. */
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

  /** Entries that were refused, as a slab is shorter. */
  long tooLong() {
    return tooLong;
  }

  /** Entries that were refused, as leases hold the memory. */
  long withoutRoom() {
    return withoutRoom;
  }
}
