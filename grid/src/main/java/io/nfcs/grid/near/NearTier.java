package io.nfcs.grid.near;

import io.nfcs.eviction.Evictables;
import io.nfcs.eviction.EvictionPolicy;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The tier of values in native memory, found by key and read in place by leases. All data of an
 * entry is in native memory too: heap use does not depend on the number of entries.
 *
 * <p>A tier of some size has several segments, each with a lock of its own, and its share of the
 * limit; the hash of a key says which is the key's.
 *
 * <p><b>Units.</b> All limits are bytes of slabs, with the tables of slabs and the index of
 * entries. <b>Threads.</b> Any; look-ups take no lock, all else takes that of one segment at a
 * time. A look-up finds a whole entry or none: all that it reads of an entry is written before the
 * cell of the index, which is written with release and read with acquire, and the memory is not
 * used again while a lease pins it ({@link SlotPin}). A change that has returned is found by every
 * look-up that begins later. <b>Owns</b> the native memory. <b>Allocates</b> nothing on a look-up.
 * <b>Fails.</b> A value that finds no room, because it is larger than a slab or because leases hold
 * the memory, is not kept, and that is counted.
 */
public final class NearTier implements AutoCloseable {
  /** Result of a put into the near tier. */
  public enum PutResult {
    /** The entry is kept. */
    KEPT,
    /** A slab is shorter than the entry. */
    TOO_LONG,
    /** Leases hold the memory: each slab has an entry that is read. */
    NO_ROOM
  }

  private static final long MAINTENANCE_LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Slabs for each segment at least, so that sizes that are rare do not take much of one. */
  private static final int SLABS_PER_SEGMENT = 16;

  private static final int MOST_SEGMENTS = 8;
  private static final byte[] EMPTY = {};

  private final Pins pins;
  private final TagSets tagSets = new TagSets();
  private final NanoClock clock;
  private final Segment[] segments;
  private final EntryIndex[] indexes;

  private final long keySeed;
  private final Leases leases;
  private volatile long maintainedNanos;
  private volatile boolean isClosed;

  /**
   * An empty tier.
   *
   * @param limitBytes most bytes of slabs, their tables, the index and the policy's state together
   * @param slabBytes bytes of a slab: the largest entry there can be, with key and header
   * @param keySeed seed of the keys' digests
   * @param policies factory of the policy of a segment
   * @param clock of the times of entries; read by {@link #maintain}, and by leases for ages
   */
  public NearTier(
      long limitBytes,
      long slabBytes,
      long keySeed,
      Function<Evictables, EvictionPolicy> policies,
      NanoClock clock) {
    this.keySeed = keySeed;
    this.clock = clock;
    maintainedNanos = clock.nanoTime();
    int count = segments(limitBytes, slabBytes);
    pins = new Pins(count, this::letGo);
    segments = new Segment[count];
    Arrays.setAll(
        segments,
        number ->
            new Segment(
                number, limitBytes / count, slabBytes, policies, pins, tagSets, maintainedNanos));
    indexes = Stream.of(segments).map(Segment::index).toArray(EntryIndex[]::new);
    leases = new Leases(this, pins, tagSets, keySeed, clock);
  }

  private static int segments(long limitBytes, long slabBytes) {
    long wanted = Math.min(2L * Runtime.getRuntime().availableProcessors(), MOST_SEGMENTS);
    return (int)
        Long.highestOneBit(Math.clamp(limitBytes / (SLABS_PER_SEGMENT * slabBytes), 1, wanted));
  }

  /** Returns a lease for look-ups in this tier, which reports the origin of its value. */
  public NearLease lease(Origins origins) {
    return leases.lease(origins);
  }

  /**
   * Returns a lease for a look-up that is over before its thread waits for anything; to be closed
   * by it. It is the caller's alone, and must not be given to others.
   */
  public NearLease borrow() {
    return leases.borrow();
  }

  /**
   * Finds the entry of the key that the lease's probe has, and pins it: until {@link
   * NearLease#drop}, or the release of the lease if it then holds the entry. Whether the entry is
   * dead or invalid is the caller's to check.
   *
   * @param lease one of this tier, the calling thread's, which holds nothing
   * @return the lease's view of it, or {@code null} if there is none; then nothing is pinned
   */
  public @Nullable NearEntry find(NearLease lease) {
    KeyProbe probe = lease.probe();
    long hash = probe.hash();
    int segment = BucketLayout.print(hash) & (indexes.length - 1);
    long entry = indexes[segment].find(hash, probe, lease.pin());
    if (entry == EntryIndex.BUSY) {
      entry = segments[segment].findLocked(probe, lease.pin());
    }
    return entry == EntryIndex.NONE ? null : lease.entry().show(entry);
  }

  /**
   * Returns whether an entry is so far from its due time that the clock need not be read, which
   * costs as much as the look-up: the time of the last {@link #maintain} will do, if it is not a
   * second old.
   */
  public boolean isYoung(NearEntry entry) {
    long due = entry.dueNanos();
    return due == EntryTimes.NEVER || due - maintainedNanos > MAINTENANCE_LATE_NANOS;
  }

  /**
   * Keeps an entry in place of any earlier one of its key; if there is no room, neither is kept.
   *
   * @param value {@code null} for an entry that says that there is none
   * @param dueNanos as for {@link #reserve}
   * @return whether it is kept, or why not
   */
  public PutResult put(
      CacheKey key,
      byte[] keyBytes,
      byte @Nullable [] value,
      EntryTimes times,
      long dueNanos,
      Tag[] tags) {
    int set = tagSets.take(tags);
    int flags = EntryLayout.flags(times, dueNanos, set, value == null);
    byte[] bytes = value == null ? EMPTY : value;
    return segment(key.low()).put(key.low(), keyBytes, bytes, flags, times, dueNanos, set);
  }

  /**
   * Reserves room for a value, to be written, and then given to {@link #publish} or {@link
   * #abandon}; {@code null} if there is none.
   *
   * @param dueNanos time from which a hit must check the times, {@link EntryTimes#NEVER} for never
   */
  public @Nullable NearEntry reserve(
      CacheKey key,
      MemorySegment keyBytes,
      long valueBytes,
      boolean negative,
      EntryTimes times,
      long dueNanos,
      Tag[] tags) {
    int set = tagSets.take(tags);
    int flags = EntryLayout.flags(times, dueNanos, set, negative);
    Segment segment = segment(key.low());
    long length = keyBytes.byteSize();
    int block = segment.reserve(key.low(), length, valueBytes, flags, times, dueNanos, set);
    if (block == Segment.NO_ROOM) {
      return null;
    }
    NearEntry entry = new NearEntry(tagSets, keySeed, block, segment.address(block));
    entry.keyBytes().copyFrom(keyBytes);
    return entry;
  }

  /**
   * Publishes a reserved entry as that of its key. A look-up that finds it sees all that was
   * written to it before; it must not be written any more.
   */
  public void publish(NearEntry entry) {
    segment(entry.hash()).publish(entry.block());
  }

  /** Gives back a reserved entry. */
  public void abandon(NearEntry entry) {
    segment(entry.hash()).abandon(entry.block());
  }

  /** Removes the entry of a key and returns whether there was one. */
  public boolean remove(CacheKey key) {
    return segment(key.low()).remove(key.low());
  }

  /** Removes all entries. */
  public void clear() {
    for (Segment segment : segments) {
      segment.clear();
    }
  }

  /**
   * Shows the entry of every key that has one from beginning to end, exactly once and pinned while
   * it is shown; keys that come or go meanwhile are shown or not. No lock is held meanwhile, so the
   * visitor may change the tier; the view it is shown is the same object each time.
   */
  public void forEach(Consumer<NearEntry> visitor) {
    try (NearLease lease = borrow()) {
      for (Segment segment : segments) {
        segment.forEach(visitor, lease);
      }
    }
  }

  /**
   * Reports the hits since the last call to the policy, drops dead entries, frees released memory.
   * To be called several times a second: entries count as young by the time of the last call.
   */
  public void maintain() {
    maintainedNanos = clock.nanoTime();
    long hits = pins.knownHits() / segments.length;
    for (Segment segment : segments) {
      segment.maintain(maintainedNanos, hits);
    }
  }

  /** Changes the limit; entries that are too many go at once. */
  public void limitBytes(long bytes) {
    for (Segment segment : segments) {
      segment.limitBytes(bytes / segments.length);
    }
  }

  /**
   * Returns the share of the look-ups that an LRU cache of this number of entries would have
   * answered recently. With more than 3200 hits a second by one lease, the reuse of its keys is
   * seen in a sample of them.
   */
  public double lruHitRate(long entries) {
    return Stream.of(segments)
        .mapToDouble(segment -> segment.lruHitRate(entries / segments.length))
        .average()
        .orElseThrow();
  }

  /** Returns the keys of the entries, the recently most used first. */
  public List<CacheKey> hottest(int most) {
    Hottest hottest = new Hottest(most);
    forEach(entry -> {
      if (!entry.isInvalid()) {
        hottest.show(entry, segment(entry.hash()).frequency(entry.hash()));
      }
    });
    return hottest.take();
  }

  /** Returns how many look-ups were not answered. */
  public long misses() {
    return pins.misses();
  }

  /** Returns the residue of look-ups and their outcomes, pin by pin; 0 if no count is wrong. */
  public long residue() {
    return pins.residue();
  }

  /** Returns the statistics of the tier. */
  public NearStatistics statistics() {
    return Stream.of(segments)
        .map(Segment::statistics)
        .reduce(NearStatistics::plus)
        .orElseThrow()
        .with(pins);
  }

  /**
   * Gives the memory back; what leases hold stays readable, and goes with the last of them. Then
   * look-ups find nothing, and what is put or published is dropped.
   */
  @Override
  public void close() {
    isClosed = true;
    boolean isEmpty = true;
    for (Segment segment : segments) {
      isEmpty &= segment.close();
    }
    if (!isEmpty) {
      // a lease may have checked for the end of the tier before its pin was seen as clear
      Pins.fenceEveryThread();
      reclaimClosed();
    }
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Frees released memory that nobody else will free. */
  void reclaimClosed() {
    for (Segment segment : segments) {
      segment.reclaim();
    }
  }

  private void letGo(long cell) {
    segment(cell).letGo(BucketLayout.block(cell));
    if (isClosed) {
      reclaimClosed();
    }
  }

  /** Returns the segment of a hash or a cell, by the print. */
  private Segment segment(long hash) {
    return segments[BucketLayout.print(hash) & (segments.length - 1)];
  }
}
