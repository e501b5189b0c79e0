package io.nfcs.grid.near;

import io.nfcs.memory.Digest128;
import io.nfcs.memory.NativeMemory;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.lang.foreign.MemorySegment;

/**
 * A view of an entry of the near tier, whose bytes are as {@link EntryLayout} says.
 *
 * <p>One that a look-up or a scan shows is the lease's, which shows the next by the same object; it
 * is valid while the lease pins the entry. One that was reserved is its caller's alone until it is
 * published or abandoned, and not to be used after that.
 *
 * <p><b>Threads.</b> One.
 */
public final class NearEntry {
  private final TagSets tagSets;
  private final long keySeed;
  private final int block;
  private long address;

  /** Flags that do not change. */
  private int flags;

  /** A view of an entry that was reserved. */
  NearEntry(TagSets tagSets, long keySeed, int block, long address) {
    this.tagSets = tagSets;
    this.keySeed = keySeed;
    this.block = block;
    this.address = address;
    flags = EntryLayout.flags(address);
  }

  /** A view of no entry yet. */
  NearEntry(TagSets tagSets, long keySeed) {
    this.tagSets = tagSets;
    this.keySeed = keySeed;
    block = EntryIndex.NONE;
  }

  /** Points this view at another entry. */
  NearEntry show(long entry) {
    address = entry;
    flags = EntryLayout.flags(entry);
    return this;
  }

  /** Returns whether the entry says that its key has no value. */
  public boolean isNegative() {
    return (flags & EntryLayout.NEGATIVE) != 0;
  }

  /** Returns the times of the entry. */
  public EntryTimes times() {
    return new EntryTimes(
        EntryLayout.loadedNanos(address),
        EntryLayout.staleNanos(address, flags),
        EntryLayout.deadNanos(address, flags),
        EntryLayout.stamp(address, flags));
  }

  /** Returns the tags of the entry; not to be changed. */
  public Tag[] tags() {
    return tagSets.get(EntryLayout.tags(address, flags));
  }

  /** Returns whether one of its tags was invalidated since its value was asked for. */
  public boolean isInvalid() {
    int tags = EntryLayout.tags(address, flags);
    return tags != TagSets.NONE && tagSets.hasOvertaken(tags, EntryLayout.stamp(address, flags));
  }

  /** Returns the key, computed from its bytes in the entry; a new object. */
  public CacheKey key() {
    Digest128 digest = new Digest128(keySeed);
    digest.update(keyBytes());
    return new CacheKey(digest.high(), digest.low());
  }

  /** Returns the value's memory, to be written before the entry is published. */
  public MemorySegment value() {
    return NativeMemory.view(valueAddress(), valueBytes());
  }

  /** Returns the canonical bytes of the key. */
  public MemorySegment keyBytes() {
    return NativeMemory.view(EntryLayout.key(address), EntryLayout.keyBytes(address));
  }

  /** Returns the block of a reserved entry. */
  int block() {
    return block;
  }

  long hash() {
    return EntryLayout.hash(address);
  }

  long valueAddress() {
    return EntryLayout.value(address, flags);
  }

  /** Returns the length of the value. */
  long valueBytes() {
    return EntryLayout.valueBytes(address);
  }

  long loadedNanos() {
    return EntryLayout.loadedNanos(address);
  }

  /** Returns the time from which on a hit must check the times. */
  long dueNanos() {
    return EntryLayout.dueNanos(address, flags);
  }
}
