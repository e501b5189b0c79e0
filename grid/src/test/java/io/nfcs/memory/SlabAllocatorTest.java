package io.nfcs.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlabAllocatorTest {
  private static final long SLAB_BYTES = 1 << 20;

  @Test
  void shouldRoundUpByAtMostAQuarter() {
    for (int bytes = 64; bytes <= SizeClasses.LARGEST_BYTES; bytes++) {
      int sizeClass = SizeClasses.of(bytes);
      int rounded = SizeClasses.bytes(sizeClass);
      assertTrue(rounded >= bytes && rounded <= bytes * 5 / 4, bytes + " became " + rounded);
      assertEquals(0, rounded % 16, "alignment of " + rounded);
      assertTrue(
          sizeClass == 0 || SizeClasses.bytes(sizeClass - 1) < bytes, "smallest of " + bytes);
    }
  }

  /** Random blocks come and go; no two that live overlap, and each keeps what was written to it. */
  @Test
  void shouldNeverGiveOutMemoryTwice() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    try (SlabAllocator slabs = new SlabAllocator(8 * SLAB_BYTES, SLAB_BYTES)) {
      List<Block> blocks = new ArrayList<>();
      long used = 0;
      for (int step = 0; step < 50_000; step++) {
        if (blocks.size() > 400 || (!blocks.isEmpty() && random.nextInt(3) == 0)) {
          Block block = blocks.remove(random.nextInt(blocks.size()));
          checkMark(block, "seed " + seed + ", step " + step);
          used -= block.bytes();
          slabs.free(block);
        } else {
          Block block = slabs.allocate(1 + (random.nextLong() >>> 44) / (1 + random.nextInt(2000)));
          if (block != null) {
            mark(block);
            used += block.bytes();
            blocks.add(block);
          }
        }
        assertEquals(used, slabs.usedBytes());
        assertTrue(slabs.reservedBytes() <= slabs.limitBytes());
      }
      assertDisjoint(blocks);
      blocks.forEach(block -> checkMark(block, "at the end"));
      blocks.forEach(slabs::free);
      assertEquals(0, slabs.usedBytes());
    }
  }

  @Test
  void shouldUseFreedMemoryForAnyOtherSize() {
    try (SlabAllocator slabs = new SlabAllocator(2 * SLAB_BYTES, SLAB_BYTES)) {
      List<Block> small = fill(slabs, 100);
      assertNull(slabs.allocate(SLAB_BYTES));
      small.forEach(slabs::free);
      assertNotNull(slabs.allocate(SLAB_BYTES));
      assertNotNull(slabs.allocate(SLAB_BYTES));
    }
  }

  @Test
  void shouldGiveSlabsBackWhenTheLimitFalls() {
    try (SlabAllocator slabs = new SlabAllocator(4 * SLAB_BYTES, SLAB_BYTES)) {
      List<Block> blocks = fill(slabs, 5000);
      slabs.limitBytes(2 * SLAB_BYTES);
      blocks.stream().filter(Block::isDraining).forEach(slabs::free);
      assertEquals(2 * SLAB_BYTES, slabs.reservedBytes());
      assertNull(slabs.allocate(5000));
      slabs.limitBytes(4 * SLAB_BYTES);
      assertNotNull(slabs.allocate(5000));
    }
  }

  @Test
  void shouldRefuseToFreeTwice() {
    try (SlabAllocator slabs = new SlabAllocator(SLAB_BYTES, SLAB_BYTES)) {
      Block block = allocate(slabs, 100);
      allocate(slabs, 100);
      slabs.free(block);
      assertThrows(IllegalStateException.class, () -> slabs.free(block));
    }
  }

  @Test
  void shouldThrowAndNotCrashWhenReadAfterTheEnd() {
    SlabAllocator slabs = new SlabAllocator(SLAB_BYTES, SLAB_BYTES);
    Block block = allocate(slabs, 100);
    MemorySegment memory = block.memory();
    slabs.close();
    assertNull(slabs.allocate(100));
    memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
    assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, 0));
    slabs.free(block);
    assertEquals(0, slabs.reservedBytes());
    assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void shouldSayWhatLimitIsAllowed() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new SlabAllocator(100, SLAB_BYTES));
    assertTrue(String.valueOf(refusal.getMessage()).contains("limit of 100 bytes"));
  }

  private static List<Block> fill(SlabAllocator slabs, long bytes) {
    List<Block> blocks = new ArrayList<>();
    for (Block block = slabs.allocate(bytes); block != null; block = slabs.allocate(bytes)) {
      blocks.add(block);
    }
    return blocks;
  }

  private static Block allocate(SlabAllocator slabs, long bytes) {
    Block block = slabs.allocate(bytes);
    assertNotNull(block);
    return block;
  }

  private static void assertDisjoint(List<Block> blocks) {
    TreeMap<Long, Long> ends = new TreeMap<>();
    blocks.forEach(block -> ends.put(block.memory().address(), end(block)));
    long end = 0;
    for (Map.Entry<Long, Long> block : ends.entrySet()) {
      assertTrue(block.getKey() >= end, "overlap at " + block.getKey());
      end = block.getValue();
    }
  }

  private static long end(Block block) {
    return block.memory().address() + block.memory().byteSize();
  }

  private static void mark(Block block) {
    block.memory().fill((byte) block.memory().address());
    block.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) block.memory().byteSize());
  }

  private static void checkMark(Block block, String context) {
    MemorySegment memory = block.memory();
    assertEquals((byte) memory.byteSize(), memory.get(ValueLayout.JAVA_BYTE, 0), context);
    for (long i = 1; i < memory.byteSize(); i += 97) {
      assertEquals((byte) memory.address(), memory.get(ValueLayout.JAVA_BYTE, i), context);
    }
  }
}
