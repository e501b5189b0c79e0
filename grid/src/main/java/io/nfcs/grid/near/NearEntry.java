package io.nfcs.grid.near;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.EntryTimes;
import io.nfcs.cache.Tag;
import io.nfcs.eviction.Evictable;
import io.nfcs.memory.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the near tier: a value in a block of its own, followed by the bytes of its key.
 *
 * <p><b>Layout.</b> {@code [value | key]}, no gap. <b>Threads.</b> Written before it is published
 * and never again; after that any thread reads it that has pinned it.
 */
public final class NearEntry extends Evictable {
  /**
   * Heap an entry takes: this object, its times, a view of its block and its place in the index, as
   * OpenJDK 25 lays them out with compressed references.
   */
  static final int OVERHEAD_BYTES = 264;

  static final long NO_TIMER = -1;

  private static final int RETIRED = Integer.MIN_VALUE;
  private static final VarHandle PINS;

  static {
    try {
      PINS = MethodHandles.lookup().findVarHandle(NearEntry.class, "pins", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final long high;
  final int block;
  private final MemorySegment memory;
  final boolean negative;
  final Tag[] tags;
  final EntryTimes times;

  /** From when on a hit must look at the times. */
  final long dueNanos;

  final long address;
  final long loadedNanos;
  private final long stamp;
  private final long valueBytes;
  private final long keyLength;

  /** A key of 8 bytes once more, so that it is compared without a look at the block. */
  private final long shortKey;

  /** The next of its chain in the index. */
  volatile @Nullable NearEntry next;

  /** Pins that are counted; below 0 when the entry is out of the index and cannot be pinned. */
  private volatile int pins;

  long timerId = NO_TIMER;

  NearEntry(
      CacheKey key,
      MemorySegment keyBytes,
      int block,
      int blockBytes,
      MemorySegment memory,
      boolean negative,
      EntryTimes times,
      long dueNanos,
      Tag[] tags) {
    super(key.low(), (long) blockBytes + OVERHEAD_BYTES);
    high = key.high();
    this.block = block;
    this.memory = memory;
    this.negative = negative;
    this.times = times;
    loadedNanos = times.loadedNanos();
    stamp = times.stamp();
    this.dueNanos = dueNanos;
    this.tags = tags;
    address = memory.address();
    keyLength = keyBytes.byteSize();
    valueBytes = memory.byteSize() - keyLength;
    keyBytes().copyFrom(keyBytes);
    shortKey = keyLength == Long.BYTES ? NativeMemory.longAt(address + valueBytes) : 0;
  }

  /** Whether it stands for "there is no value". */
  public boolean isNegative() {
    return negative;
  }

  /** Since when, until when. */
  public EntryTimes times() {
    return times;
  }

  /** What invalidates it besides its key; not to be changed. */
  public Tag[] tags() {
    return tags;
  }

  /** Whether one of its tags was invalidated since its value was asked for. */
  public boolean isInvalid() {
    for (Tag tag : tags) {
      if (tag.hasOvertaken(stamp)) {
        return true;
      }
    }
    return false;
  }

  /** Its key. */
  public CacheKey key() {
    return new CacheKey(high, hash());
  }

  /** The value's memory, to be written before the entry is published. */
  public MemorySegment value() {
    return memory.asSlice(0, valueBytes);
  }

  /** The canonical bytes of the key. */
  public MemorySegment keyBytes() {
    return memory.asSlice(valueBytes);
  }

  boolean isRetired() {
    return pins < 0;
  }

  /** Retires it, and answers whether no counted pin holds it. */
  boolean retire() {
    return (int) PINS.getAndBitwiseOr(this, RETIRED) == 0;
  }

  /** Counts a pin, and answers whether it could be: not after it was retired. */
  boolean pin() {
    int now = pins;
    while (now >= 0 && !PINS.compareAndSet(this, now, now + 1)) {
      now = pins;
    }
    return now >= 0;
  }

  /** Ends a counted pin, and answers whether it was the last of an entry that is retired. */
  boolean unpin() {
    return (int) PINS.getAndAdd(this, -1) == RETIRED + 1;
  }

  boolean isSame(NearEntry other) {
    return this == other;
  }

  /** Length of the value. */
  long valueBytes() {
    return valueBytes;
  }

  boolean isFor(KeyProbe probe) {
    if (keyLength != probe.length()) {
      return false;
    }
    return keyLength == Long.BYTES
        ? shortKey == NativeMemory.longAt(probe.address())
        : NativeMemory.equal(address + valueBytes, probe.address(), keyLength);
  }
}
