package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.memory.NativeMemory;
import io.nfcs.memory.SlabAllocator;
import io.nfcs.tier.EntryTimes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The index compared with a map, through steps and hashes from a fuzzer: runs of hashes with a
 * distance of some power of two, so that prints are equal, share their first bits, or fall into
 * each bucket alike.
 */
final class FuzzedIndex {
  private static final EntryTimes TIMES = new EntryTimes(0, EntryTimes.NEVER, EntryTimes.NEVER, 0);
  private static final int MOST_STEPS = 48;
  private static final int MOST_ENTRIES = 4000;

  /** Steps between two checks of the index in every way. */
  private static final int STEPS_PER_CHECK = 8;

  private static final int BLOCK_BYTES = 48;

  private final SlabAllocator slabs = new SlabAllocator(1 << 20, 1 << 16);
  private final EntryIndex index = new EntryIndex(slabs.addresses());
  private final Map<Long, Integer> expected = new LinkedHashMap<>();
  private final SlotPin pin = new SlotPin(1);
  private final KeyProbe probe = new KeyProbe(1);

  private FuzzedIndex() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzedIndex fuzzed = new FuzzedIndex();
    fuzzed.work(new FuzzedInput(data));
    fuzzed.slabs.close();
    assertEquals(0, fuzzed.slabs.reservedBytes());
  }

  private void work(FuzzedInput input) {
    for (int step = 1; step <= MOST_STEPS && input.hasMore(); step++) {
      step(input);
      assertEquals(expected.size(), index.size());
      expected.forEach((hash, block) -> assertEquals(block, index.find(hash)));
      if (step % STEPS_PER_CHECK == 0) {
        compare();
      }
    }
    compare();
    Set<Integer> cleared = new HashSet<>();
    index.clear(block -> assertTrue(cleared.add(block), "twice"));
    assertEquals(new HashSet<>(expected.values()), cleared);
    expected.values().forEach(slabs::free);
    expected.clear();
    compare();
  }

  private void step(FuzzedInput input) {
    switch (input.oneByte() % 8) {
      case 0 -> put(input.eightBytes());
      case 1, 2 -> Run.of(input).forEach(this::put);
      case 3 -> Run.of(input).forEach(this::remove);
      case 4 -> removeKnown(input.twoBytes(), input.oneByte());
      case 5 -> assertAbsentOrKnown(input.eightBytes());
      case 6 -> compareFrom(Integer.toUnsignedLong(input.fourBytes()));
      default -> index.shrink();
    }
  }

  private void put(long hash) {
    if (expected.size() == MOST_ENTRIES) {
      return;
    }
    int crowd = index.makeRoom(BucketLayout.print(hash));
    if (crowd != EntryIndex.NONE) {
      assertTrue(expected.size() >= BucketLayout.MOST_USED, "no bucket is full");
      remove(EntryLayout.hash(slabs.addresses().of(crowd)));
    }
    int block = slabs.allocate(BLOCK_BYTES);
    assertNotEquals(SlabAllocator.NONE, block);
    long entry = slabs.addresses().of(block);
    EntryLayout.write(entry, 0, hash, Long.BYTES, 0, TIMES, EntryTimes.NEVER, TagSets.NONE);
    NativeMemory.putLong(EntryLayout.key(entry), hash);
    Integer before = expected.put(hash, block);
    assertEquals(before == null ? EntryIndex.NONE : before, index.put(hash, block));
    if (before != null) {
      // a late removal must not affect another entry
      index.remove(hash, before);
      slabs.free(before);
    }
    assertEquals(block, index.find(hash));
  }

  private void remove(long hash) {
    Integer there = expected.remove(hash);
    assertEquals(there == null ? EntryIndex.NONE : there, index.find(hash));
    if (there != null) {
      index.remove(hash, there);
      assertEquals(EntryIndex.NONE, index.find(hash));
      slabs.free(there);
    }
  }

  /** Removes some entries in a row of those that came first. */
  private void removeKnown(int from, int count) {
    expected.keySet().stream()
        .skip(expected.isEmpty() ? 0 : from % expected.size())
        .limit(count)
        .toList()
        .forEach(this::remove);
  }

  private void assertAbsentOrKnown(long hash) {
    Integer there = expected.get(hash);
    assertEquals(there == null ? EntryIndex.NONE : there, index.find(hash));
    probe.set(Codec.number(), hash);
    assertEquals(
        there == null ? EntryIndex.NONE : slabs.addresses().of(there),
        index.find(hash, probe, pin));
    pin.clear();
  }

  /** Compares by cell, by key without the lock, and by scan. */
  private void compare() {
    assertEquals(expected.size(), index.size());
    expected.forEach((hash, block) -> {
      assertTrue(index.holds(BucketLayout.cell(BucketLayout.print(hash), block)));
      probe.set(Codec.number(), hash);
      assertEquals(slabs.addresses().of(block), index.find(hash, probe, pin));
      assertTrue(pin.isSet());
      pin.clear();
      probe.set(Codec.number(), ~hash);
      assertEquals(EntryIndex.NONE, index.find(hash, probe, pin), "another key of the same hash");
      assertFalse(pin.isSet());
    });
    compareFrom(0);
  }

  /** Checks that a scan shows each entry from its first print on, once. */
  private void compareFrom(long print) {
    Map<Long, Integer> scanned = new HashMap<>();
    for (long position = print; position < EntryIndex.END; ) {
      long next =
          index.scan(
              position,
              cell -> {
                int block = BucketLayout.block(cell);
                long hash = EntryLayout.hash(slabs.addresses().of(block));
                assertEquals(BucketLayout.print(hash), BucketLayout.print(cell));
                assertNull(scanned.put(hash, block), "twice");
              });
      assertTrue(next > position, "the scan stands still");
      position = next;
    }
    Map<Long, Integer> there = new HashMap<>(expected);
    there.keySet().removeIf(hash -> hash >>> Integer.SIZE < print);
    assertEquals(there, scanned);
  }

  /** Hashes whose prints have the same distance. */
  private record Run(int print, int shift, int count, long low) {
    static Run of(FuzzedInput input) {
      return new Run(
          input.fourBytes(), input.oneByte() % Integer.SIZE, input.oneByte(), input.oneByte());
    }

    void forEach(LongConsumer visitor) {
      for (int i = 0; i <= count; i++) {
        // without a distance they differ outside the print
        long below = shift == 0 ? low + i : low;
        int above = shift == 0 ? print : print + (i << shift);
        visitor.accept(((long) above << Integer.SIZE) | below);
      }
    }
  }
}
