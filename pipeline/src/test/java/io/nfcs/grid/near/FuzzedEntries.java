package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.memory.NativeMemory;
import io.nfcs.memory.SlabAllocator;
import io.nfcs.tier.EntryTimes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Adjacent entries in a slab, with parts, lengths and numbers from a fuzzer: after each write of a
 * field every field of every entry has its latest value.
 */
final class FuzzedEntries {
  private static final int MOST_STEPS = 200;
  private static final int ENTRIES = 3;
  private static final int MOST_VALUE_BYTES = 1000;

  private final SlabAllocator slabs = new SlabAllocator(1 << 20, 1 << 16);
  private final Headers headers = new Headers(slabs, slabs.addresses());
  private final List<Entry> entries = new ArrayList<>();

  private FuzzedEntries() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzedEntries fuzzed = new FuzzedEntries();
    fuzzed.work(new FuzzedInput(data));
    fuzzed.entries.forEach(entry -> fuzzed.slabs.free(entry.block));
    fuzzed.slabs.close();
    assertEquals(0, fuzzed.slabs.reservedBytes());
  }

  private void work(FuzzedInput input) {
    for (int i = 0; i < ENTRIES; i++) {
      entries.add(new Entry(input));
      entries.forEach(Entry::check);
    }
    for (int step = 0; step < MOST_STEPS && input.hasMore(); step++) {
      int which = input.oneByte();
      entries.get(which % ENTRIES).set(which / ENTRIES, input.fourBytes());
      entries.forEach(Entry::check);
    }
  }

  /** The written values, and their check. */
  private final class Entry {
    private final long hash;
    private final EntryTimes times;
    private final long due;
    private final int tags;
    private final boolean isNegative;
    private final byte[] key;
    private final byte[] value;
    private final int flags;
    private final int block;
    private final long address;
    private int older;
    private int newer;
    private int list;
    private boolean isPublished;
    private int timerSlot;
    private int timerNext;
    private int timerPrevious;
    private int pins;

    Entry(FuzzedInput input) {
      hash = input.eightBytes();
      times =
          new EntryTimes(
              input.eightBytes(),
              input.isSet() ? input.eightBytes() : EntryTimes.NEVER,
              input.isSet() ? input.eightBytes() : EntryTimes.NEVER,
              input.isSet() ? input.eightBytes() : 0);
      due = input.isSet() ? input.eightBytes() : EntryTimes.NEVER;
      tags = input.isSet() ? input.fourBytes() & Integer.MAX_VALUE : TagSets.NONE;
      isNegative = input.isSet();
      key = input.filled(input.oneByte());
      value = input.filled(input.twoBytes() % MOST_VALUE_BYTES);
      flags = EntryLayout.flags(times, due, tags, isNegative);
      block = slabs.allocate(EntryLayout.bytes(flags, key.length, value.length));
      assertNotEquals(SlabAllocator.NONE, block);
      address = slabs.addresses().of(block);
      write();
    }

    private void write() {
      EntryLayout.write(address, flags, hash, key.length, value.length, times, due, tags);
      headers.older(block, 0);
      headers.newer(block, 0);
      if (isTimed()) {
        EntryLayout.timerNext(address, 0);
        EntryLayout.timerPrevious(address, 0);
      }
      keyBytes().copyFrom(MemorySegment.ofArray(key));
      valueBytes().copyFrom(MemorySegment.ofArray(value));
    }

    void set(int field, int number) {
      switch (field % 8) {
        case 0 -> older = number;
        case 1 -> newer = number;
        case 2 -> list = number & 3;
        case 3 -> isPublished = (number & 1) != 0;
        case 4 -> timerSlot = number & 0xffff;
        case 5 -> timerNext = number;
        case 6 -> timerPrevious = number;
        default -> {
          assertTrue(EntryLayout.compareAndSetPins(address, pins, number));
          pins = number;
        }
      }
      write(field % 8);
    }

    /** Writes one field, which should change no other. */
    private void write(int field) {
      switch (field) {
        case 0 -> headers.older(block, older);
        case 1 -> headers.newer(block, newer);
        case 2 -> headers.list(block, list);
        case 3 -> publish();
        case 4 -> EntryLayout.timerSlot(address, timerSlot);
        case 5, 6 -> linkTimer(field);
        default -> {}
      }
    }

    private void publish() {
      if (isPublished) {
        EntryLayout.publish(address);
      } else {
        EntryLayout.unpublish(address);
      }
    }

    private void linkTimer(int field) {
      if (!isTimed()) {
        return;
      }
      if (field == 5) {
        EntryLayout.timerNext(address, timerNext);
      } else {
        EntryLayout.timerPrevious(address, timerPrevious);
      }
    }

    void check() {
      int now = EntryLayout.flags(address);
      assertEquals(hash, headers.hash(block));
      assertEquals(
          times,
          new EntryTimes(
              EntryLayout.loadedNanos(address),
              EntryLayout.staleNanos(address, now),
              EntryLayout.deadNanos(address, now),
              EntryLayout.stamp(address, now)));
      assertEquals(due, EntryLayout.dueNanos(address, now));
      assertEquals(tags, EntryLayout.tags(address, now));
      assertEquals(isNegative, (now & EntryLayout.NEGATIVE) != 0);
      assertEquals(
          slabs.rounded(EntryLayout.bytes(flags, key.length, value.length)), headers.bytes(block));
      assertEquals(older, headers.older(block));
      assertEquals(newer, headers.newer(block));
      assertEquals(list, headers.list(block));
      assertEquals(isPublished, EntryLayout.isPublished(address));
      assertEquals(timerSlot, EntryLayout.timerSlot(address));
      assertEquals(pins, EntryLayout.pins(address));
      if (isTimed()) {
        assertEquals(timerNext, EntryLayout.timerNext(address));
        assertEquals(timerPrevious, EntryLayout.timerPrevious(address));
      }
      assertArrayEquals(key, keyBytes().toArray(ValueLayout.JAVA_BYTE));
      assertArrayEquals(value, valueBytes().toArray(ValueLayout.JAVA_BYTE));
    }

    private boolean isTimed() {
      return (flags & EntryLayout.TIMED) != 0;
    }

    private MemorySegment keyBytes() {
      return NativeMemory.view(EntryLayout.key(address), EntryLayout.keyBytes(address));
    }

    private MemorySegment valueBytes() {
      return NativeMemory.view(
          EntryLayout.value(address, EntryLayout.flags(address)), EntryLayout.valueBytes(address));
    }
  }
}
