package io.nfcs.grid.near;

import io.nfcs.eviction.Evictables;
import io.nfcs.eviction.EvictionPolicy;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.grid.index.TimerWheel;
import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.SlabAllocator;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The entries of a segment and their memory: each entry is in the index, in the policy and, if it
 * dies, in the timer wheel; an entry that has left is in none of them.
 *
 * <p>An entry that leaves is <em>retired</em>: out of the index at once, its memory freed when no
 * lease pins it any more.
 *
 * <p><b>Threads.</b> One at a time, under the segment's lock; any for {@link #index} and {@link
 * #letGo}. <b>Owns</b> slabs, index and the policy's state.
 */
final class Residents implements Room.Evictor {
  static final int NONE = SlabAllocator.NONE;

  private final int segment;
  private final Pins pins;
  private final TagSets tagSets;
  private final SlabAllocator slabs;
  private final BlockAddresses addresses;
  private final EntryIndex index;
  private final EvictionPolicy policy;
  private final TimerWheel expiry;
  private final Retired retired;
  private final Room room;
  private final LiveCurve curve = new LiveCurve();
  private final long slabBytes;
  private boolean isClosed;
  private long limitBytes;
  private long overheadSlabs;
  private long stores;
  private long evictions;
  private long expirations;

  Residents(
      int segment,
      long limitBytes,
      long slabBytes,
      Function<Evictables, EvictionPolicy> policies,
      Pins pins,
      TagSets tagSets,
      long startNanos) {
    this.segment = segment;
    this.limitBytes = limitBytes;
    this.slabBytes = slabBytes;
    this.pins = pins;
    this.tagSets = tagSets;
    slabs = new SlabAllocator(limitBytes, slabBytes);
    addresses = slabs.addresses();
    index = new EntryIndex(addresses);
    Headers headers = new Headers(slabs, addresses);
    policy = policies.apply(headers);
    policy.limitBytes(limitBytes);
    expiry = new TimerWheel(headers, startNanos);
    retired = new Retired(addresses, pins, this::free);
    room = new Room(slabs, retired, this);
  }

  /** Returns the index, for look-ups. */
  EntryIndex index() {
    return index;
  }

  /** Returns the entry of a hash, or {@link #NONE}. */
  int find(long hash) {
    return index.find(hash);
  }

  /** Returns the address of an entry that is reserved, pinned, or in the index. */
  long address(int block) {
    return addresses.of(block);
  }

  /** Returns whether a number of bytes is too large for a slab. */
  boolean isTooLong(long bytes) {
    return room.isTooLong(bytes);
  }

  /**
   * Reserves a block of a size, evicting other entries if need be; {@link #NONE} if that is not
   * enough.
   */
  int reserve(long bytes) {
    if (isClosed) {
      return NONE;
    }
    takeHits();
    return room.take(bytes);
  }

  /** Publishes a reserved entry as that of its hash. */
  void enter(int block) {
    if (isClosed) {
      free(block);
      return;
    }
    long entry = addresses.of(block);
    long hash = EntryLayout.hash(entry);
    int crowd = index.makeRoom(BucketLayout.print(hash));
    if (crowd != NONE) {
      evict(crowd);
    }
    int old = index.put(hash, block);
    EntryLayout.publish(entry);
    if (old != NONE) {
      left(old);
    }
    policy.admitted(block);
    curve.stored(hash);
    expiry.add(block);
    stores++;
    if (slabs.isDraining(block)) {
      // since the reservation its slab has become one to be given back
      evict(block);
    }
    shrink();
    retired.reclaim();
  }

  /** Frees a reserved entry, or one that has left and is not pinned. */
  void free(int block) {
    long entry = addresses.of(block);
    tagSets.release(EntryLayout.tags(entry, EntryLayout.flags(entry)));
    slabs.free(block);
  }

  /** Takes an entry out of the index. */
  void leave(int block) {
    index.remove(EntryLayout.hash(addresses.of(block)), block);
    left(block);
  }

  void clear() {
    index.clear(this::left);
    retired.reclaim();
  }

  /**
   * Shows the hashes of some entries from a position on, and returns the position of the next call.
   */
  long scan(long position, LongConsumer visitor) {
    return index.scan(
        position, cell -> visitor.accept(EntryLayout.hash(addresses.of(BucketLayout.block(cell)))));
  }

  /**
   * Reports hits to the policy, and drops the entries that are dead at a time, or a part of them if
   * there are many.
   */
  void maintain(long nowNanos, long knownHits) {
    takeHits();
    curve.settle(knownHits, index.size());
    expiry.due(
        nowNanos,
        dead -> {
          expirations++;
          leave(dead);
        });
    retired.reclaim();
    index.shrink();
  }

  /** Changes the limit; entries that are too many go at once. */
  void limitBytes(long bytes) {
    if (!isClosed) {
      limitBytes = bytes;
      policy.limitBytes(bytes);
      limitSlabs();
      shrink();
      retired.reclaim();
    }
  }

  double lruHitRate(long entries) {
    return curve.hitRate(entries);
  }

  int frequency(long hash) {
    return policy.frequency(hash);
  }

  /** Takes a retired entry that no counted pin holds any more. */
  void letGo(int block) {
    retired.letGo(block);
  }

  /** Frees entries that have left and are not pinned any more. */
  void reclaim() {
    retired.reclaim();
  }

  /** Gives the memory back, except that held by leases; returns whether leases hold none. */
  boolean close() {
    isClosed = true;
    clear();
    slabs.close();
    return retired.isEmpty();
  }

  /** Returns the statistics without the counts of look-ups. */
  NearStatistics statistics() {
    return new NearStatistics(
        index.size(),
        slabs.usedBytes(),
        slabs.runBytes() + slabs.tableBytes() + tableBytes(),
        limitBytes,
        0,
        0,
        0,
        stores,
        evictions,
        expirations,
        room.tooLong(),
        room.withoutRoom(),
        retired.size(),
        0);
  }

  private void takeHits() {
    pins.takeHits(
        segment,
        cell -> {
          if (index.holds(cell)) {
            int block = BucketLayout.block(cell);
            policy.accessed(block);
            curve.hit(EntryLayout.hash(addresses.of(block)));
          }
        });
  }

  /** Keeps all memory within the limit; memory outside slabs is counted in whole slabs. */
  private void shrink() {
    long overhead = overheadBytes();
    while (slabs.usedBytes() + overhead > limitBytes && evictNext() > 0) {
      retired.reclaim();
    }
    if (overhead > overheadSlabs * slabBytes) {
      limitSlabs();
    }
  }

  private void limitSlabs() {
    overheadSlabs = Math.ceilDiv(overheadBytes(), slabBytes);
    slabs.limitBytes(limitBytes - overheadSlabs * slabBytes);
    slabs.forEachDraining(block -> {
      if (EntryLayout.isPublished(addresses.of(block))) {
        evict(block);
      }
    });
  }

  @Override
  public long evictNext() {
    int victim = policy.victim();
    if (victim == Evictables.NONE) {
      return 0;
    }
    evictions++;
    long entry = addresses.of(victim);
    index.remove(EntryLayout.hash(entry), victim);
    retire(victim);
    return EntryLayout.bytes(entry);
  }

  @Override
  public void evict(int block) {
    evictions++;
    leave(block);
  }

  /** Records that an entry is out of the index. */
  private void left(int block) {
    policy.removed(block);
    retire(block);
  }

  private void retire(int block) {
    EntryLayout.unpublish(addresses.of(block));
    expiry.remove(block);
    retired.add(block);
  }

  /**
   * Returns the memory that is not in slabs, with the tables of future slabs, so that a new slab is
   * within the limit.
   */
  private long overheadBytes() {
    return slabs.mostTableBytes() + tableBytes();
  }

  private long tableBytes() {
    // the remaining memory is freed when the segment is unreachable
    return isClosed ? 0 : index.memoryBytes() + policy.memoryBytes();
  }
}
