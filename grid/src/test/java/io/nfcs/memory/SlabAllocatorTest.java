package io.nfcs.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SlabAllocatorTest {
  private static final long SLAB_BYTES = 1 << 20;

  @Test
  void shouldRoundUpByAtMostAQuarter() {
    for (int bytes = 64; bytes <= SizeClasses.LARGEST_BYTES; bytes++) {
      int sizeClass = SizeClasses.of(bytes);
      int rounded = SizeClasses.bytes(sizeClass);
      assertTrue(rounded >= bytes && rounded <= bytes * 5 / 4, bytes + " became " + rounded);
      assertEquals(0, rounded % 8, "alignment of " + rounded);
      assertTrue(
          sizeClass == 0 || SizeClasses.bytes(sizeClass - 1) < bytes, "smallest of " + bytes);
    }
  }

  /**
   * Random blocks are allocated and freed; no two live ones overlap, and each keeps its content. So
   * that 32 bits reach twice the limit, units are larger where that is large.
   */
  @ParameterizedTest
  @CsvSource({"8388608, 8", "1099511627776, 1024"})
  void shouldNeverGiveOutMemoryTwice(long limitBytes, int unitBytes) {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    try (SlabAllocator slabs = new SlabAllocator(limitBytes, SLAB_BYTES)) {
      List<Piece> pieces = new ArrayList<>();
      long used = 0;
      for (int step = 0; step < 50_000; step++) {
        if (pieces.size() > 400 || (!pieces.isEmpty() && random.nextInt(3) == 0)) {
          Piece piece = pieces.remove(random.nextInt(pieces.size()));
          piece.check("seed " + seed + ", step " + step);
          used -= slabs.rounded(piece.memory.byteSize());
          slabs.free(piece.block);
        } else {
          long bytes = 1 + (random.nextLong() >>> 44) / (1 + random.nextInt(2000));
          int block = slabs.allocate(bytes);
          if (block != SlabAllocator.NONE) {
            pieces.add(new Piece(slabs, block, bytes));
            assertTrue(slabs.rounded(bytes) >= bytes);
            assertEquals(0, slabs.rounded(bytes) % unitBytes);
            used += slabs.rounded(bytes);
          }
        }
        assertEquals(used, slabs.usedBytes());
        assertTrue(slabs.reservedBytes() <= slabs.limitBytes());
      }
      assertDisjoint(slabs, pieces);
      pieces.forEach(piece -> piece.check("at the end"));
      pieces.forEach(piece -> slabs.free(piece.block));
      assertEquals(0, slabs.usedBytes());
    }
  }

  @Test
  void shouldUseFreedMemoryForAnyOtherSize() {
    try (SlabAllocator slabs = new SlabAllocator(2 * SLAB_BYTES, SLAB_BYTES)) {
      int[] small = fill(slabs, 100);
      assertEquals(SlabAllocator.NONE, slabs.allocate(SLAB_BYTES));
      IntStream.of(small).forEach(slabs::free);
      allocate(slabs, SLAB_BYTES);
      allocate(slabs, SLAB_BYTES);
    }
  }

  @Test
  void shouldFillASlab() {
    try (SlabAllocator slabs = new SlabAllocator(SLAB_BYTES, SLAB_BYTES)) {
      assertEquals(SlabAllocator.NONE, slabs.allocate(SLAB_BYTES + 1));
      assertEquals(SlabAllocator.NONE, slabs.allocate(Long.MAX_VALUE));
      assertEquals(SLAB_BYTES / 4096, fill(slabs, 4096).length);
      assertEquals(SLAB_BYTES, slabs.usedBytes());
      assertEquals(SLAB_BYTES, slabs.reservedBytes());
      assertEquals(SLAB_BYTES / 4096 * 32, slabs.tableBytes());
    }
  }

  @Test
  void shouldGiveSlabsBackWhenTheLimitFalls() {
    try (SlabAllocator slabs = new SlabAllocator(4 * SLAB_BYTES, SLAB_BYTES)) {
      int[] blocks = fill(slabs, 5000);
      slabs.limitBytes(2 * SLAB_BYTES);
      IntStream.of(IntStream.of(blocks).filter(slabs::isDraining).toArray()).forEach(slabs::free);
      assertEquals(2 * SLAB_BYTES, slabs.reservedBytes());
      assertEquals(SlabAllocator.NONE, slabs.allocate(5000));
      slabs.limitBytes(4 * SLAB_BYTES);
      allocate(slabs, 5000);
    }
  }

  /** A limit that falls and rises again: the slabs that were to go are used as before. */
  @Test
  void shouldUseASlabAgainThatWasToBeGivenBack() {
    try (SlabAllocator slabs = new SlabAllocator(4 * SLAB_BYTES, SLAB_BYTES)) {
      int[] blocks = fill(slabs, 5000);
      int[] every2nd = IntStream.range(0, blocks.length / 2).map(i -> blocks[2 * i]).toArray();
      IntStream.of(every2nd).forEach(slabs::free);
      slabs.limitBytes(SLAB_BYTES);
      slabs.limitBytes(4 * SLAB_BYTES);
      assertEquals(every2nd.length, fill(slabs, 5000).length);
      assertEquals(4 * SLAB_BYTES, slabs.reservedBytes());
    }
  }

  @Test
  void shouldRefuseToFreeTwice() {
    try (SlabAllocator slabs = new SlabAllocator(SLAB_BYTES, SLAB_BYTES)) {
      int block = allocate(slabs, 100);
      int other = allocate(slabs, 100);
      slabs.free(block);
      assertThrows(IllegalStateException.class, () -> slabs.free(block));
      slabs.free(other);
      assertThrows(IllegalStateException.class, () -> slabs.free(other));
      int large = allocate(slabs, 5000);
      assertThrows(IllegalStateException.class, () -> slabs.free(other));
      slabs.free(large);
      assertEquals(0, slabs.usedBytes());
    }
  }

  @Test
  void shouldKeepWhatIsNotFreedAfterTheEnd() {
    SlabAllocator slabs = new SlabAllocator(SLAB_BYTES, SLAB_BYTES);
    int block = allocate(slabs, 100);
    MemorySegment memory = NativeMemory.view(slabs.addresses().of(block), 100);
    slabs.close();
    assertEquals(SlabAllocator.NONE, slabs.allocate(100));
    memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
    assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, 0));
    slabs.free(block);
    assertEquals(0, slabs.reservedBytes());
  }

  @Test
  void shouldSayWhatLimitIsAllowed() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new SlabAllocator(100, SLAB_BYTES));
    assertTrue(String.valueOf(refusal.getMessage()).contains("limit of 100 bytes"));
  }

  private static int[] fill(SlabAllocator slabs, long bytes) {
    return IntStream.generate(() -> slabs.allocate(bytes))
        .takeWhile(block -> block != SlabAllocator.NONE)
        .toArray();
  }

  private static int allocate(SlabAllocator slabs, long bytes) {
    int block = slabs.allocate(bytes);
    assertNotEquals(SlabAllocator.NONE, block);
    return block;
  }

  private static void assertDisjoint(SlabAllocator slabs, List<Piece> pieces) {
    TreeMap<Long, Long> ends = new TreeMap<>();
    pieces.forEach(piece -> {
      long address = piece.memory.address();
      assertEquals(0, address % 8);
      ends.put(address, address + slabs.rounded(piece.memory.byteSize()));
    });
    assertEquals(pieces.size(), ends.size());
    long end = 0;
    for (Map.Entry<Long, Long> block : ends.entrySet()) {
      assertTrue(block.getKey() >= end, "overlap at " + block.getKey());
      end = block.getValue();
    }
  }

  /** A block with a mark in it. */
  private static final class Piece {
    private final int block;
    private final MemorySegment memory;

    Piece(SlabAllocator slabs, int block, long bytes) {
      this.block = block;
      memory = NativeMemory.view(slabs.addresses().of(block), bytes);
      memory.fill((byte) (memory.address() >>> 4));
      memory.set(ValueLayout.JAVA_BYTE, 0, (byte) bytes);
    }

    void check(String context) {
      assertEquals((byte) memory.byteSize(), memory.get(ValueLayout.JAVA_BYTE, 0), context);
      for (long i = 1; i < memory.byteSize(); i += 97) {
        byte mark = memory.get(ValueLayout.JAVA_BYTE, i);
        assertEquals((byte) (memory.address() >>> 4), mark, context);
      }
    }
  }
}
