package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.memory.Digest;
import io.nfcs.memory.NativeMemory;
import io.nfcs.memory.SlabAllocator;
import io.nfcs.tier.EntryTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The index beside a HashMap, with random hashes and hashes made to collide. */
@Timeout(60)
class EntryIndexTest {
  private static final EntryTimes TIMES = new EntryTimes(0, EntryTimes.NEVER, EntryTimes.NEVER, 0);

  private final SlabAllocator slabs = new SlabAllocator(64 << 20, 1 << 20);
  private final EntryIndex index = new EntryIndex(slabs.addresses());
  private final Map<Long, Integer> expected = new HashMap<>();

  @AfterEach
  void close() {
    expected.values().forEach(slabs::free);
    slabs.close();
    assertEquals(0, slabs.reservedBytes());
  }

  @Test
  void shouldHoldWhatAHashMapHolds() {
    check(200_000, 100_000, number -> mix(number));
  }

  @Test
  void shouldHoldHashesOfWhichTheFirstBitsAreEqual() {
    check(20_000, 3000, number -> 0x1000_0000_0000_0000L | (mix(number) >>> 4));
  }

  /** A bucket has a fixed number of cells, and no split separates equal prints. */
  @Test
  void shouldGiveUpOneOfTooManyThatCollide() {
    int crowds = 0;
    for (long number = 0; number < 5000; number++) {
      long hash = 0x0123_4567_0000_0000L | number;
      int crowd = index.makeRoom(BucketLayout.print(hash));
      if (crowd != EntryIndex.NONE) {
        crowds++;
        drop(EntryLayout.hash(slabs.addresses().of(crowd)), crowd);
      }
      put(hash);
    }
    assertEquals(5000 - BucketLayout.MOST_USED, crowds);
    assertEquals(BucketLayout.MOST_USED, index.size());
    assertTrue(
        index.memoryBytes() < 1 << 20, index.memoryBytes() + " bytes for one bucket's cells");
    compare();
    // others are not in the way
    for (long number = 0; number < 10_000; number++) {
      index.makeRoom(BucketLayout.print(mix(number)));
      put(mix(number));
    }
    assertEquals(BucketLayout.MOST_USED + 10_000, index.size());
    compare();
  }

  @Test
  void shouldGiveMemoryBackWhenFewAreLeft() {
    for (long number = 0; number < 100_000; number++) {
      index.makeRoom(BucketLayout.print(mix(number)));
      put(mix(number));
    }
    long large = index.memoryBytes();
    index.shrink();
    assertEquals(large, index.memoryBytes(), "all are needed");
    for (long number = 0; number < 99_000; number++) {
      drop(mix(number), index.find(mix(number)));
    }
    index.shrink();
    assertTrue(index.memoryBytes() < large / 16, index.memoryBytes() + " of " + large);
    compare();
    List<Integer> cleared = new ArrayList<>();
    index.clear(cleared::add);
    assertEquals(new HashSet<>(expected.values()), new HashSet<>(cleared));
    assertEquals(0, index.size());
    assertEquals(EntryIndex.NONE, index.find(mix(99_500)));
  }

  private void check(int steps, int hashes, LongUnaryOperator hashOf) {
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < steps; step++) {
      long hash = hashOf.applyAsLong(random.nextInt(hashes));
      if (random.nextInt(3) > 0) {
        assertEquals(EntryIndex.NONE, index.makeRoom(BucketLayout.print(hash)));
        put(hash);
      } else {
        Integer there = expected.get(hash);
        assertEquals(there == null ? EntryIndex.NONE : there, index.find(hash), "seed " + seed);
        if (there != null) {
          drop(hash, there);
        }
      }
    }
    compare();
  }

  private void put(long hash) {
    int block = slabs.allocate(64);
    assertNotEquals(SlabAllocator.NONE, block);
    EntryLayout.write(
        slabs.addresses().of(block), 0, hash, Long.BYTES, 0, TIMES, EntryTimes.NEVER, TagSets.NONE);
    NativeMemory.putLong(EntryLayout.key(slabs.addresses().of(block)), hash);
    int old = index.put(hash, block);
    Integer before = expected.put(hash, block);
    assertEquals(before == null ? EntryIndex.NONE : before, old);
    if (before != null) {
      slabs.free(before);
    }
  }

  private void drop(long hash, int block) {
    index.remove(hash, block);
    expected.remove(hash);
    slabs.free(block);
  }

  /** Each way to look: by hash, by cell, by key without the lock, and by scan. */
  private void compare() {
    assertEquals(expected.size(), index.size());
    SlotPin pin = new SlotPin(1);
    KeyProbe probe = new KeyProbe(1);
    expected.forEach((hash, block) -> {
      assertEquals(block, index.find(hash));
      assertTrue(index.holds(BucketLayout.cell(BucketLayout.print(hash), block)));
      probe.set(Codec.number(), hash);
      assertEquals(slabs.addresses().of(block), index.find(hash, probe, pin));
      assertTrue(pin.isSet());
      pin.clear();
      probe.set(Codec.number(), ~hash);
      assertEquals(EntryIndex.NONE, index.find(hash, probe, pin), "another key of the same digest");
      assertEquals(false, pin.isSet());
    });
    Set<Integer> scanned = new HashSet<>();
    for (long position = 0; position < EntryIndex.END; ) {
      position =
          index.scan(position, cell -> assertTrue(scanned.add(BucketLayout.block(cell)), "twice"));
    }
    assertEquals(new HashSet<>(expected.values()), scanned);
  }

  private static long mix(long number) {
    return Digest.mix(5, number);
  }
}
