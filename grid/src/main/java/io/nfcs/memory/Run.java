package io.nfcs.memory;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** Pages in a row that hold blocks of one size: many small ones, or a single large one. */
final class Run {
  final Slab slab;
  final int page;
  final int pages;
  final int blockBytes;
  final int sizeClass;
  private final BitSet taken;
  private final int blocks;
  private int takenBlocks;

  /** Whether the allocator has the run among those of its class with room. */
  boolean listed;

  Run(Slab slab, int page, int pages, int sizeClass, int blockBytes) {
    this.slab = slab;
    this.page = page;
    this.pages = pages;
    this.sizeClass = sizeClass;
    this.blockBytes = blockBytes;
    blocks = pages * Slab.PAGE_BYTES / blockBytes;
    taken = new BitSet(blocks);
  }

  /** A free block of which the first {@code bytes} are to be used; the run must not be full. */
  Block take(long bytes) {
    int index = taken.nextClearBit(0);
    taken.set(index);
    takenBlocks++;
    MemorySegment memory = slab.memory(page, (long) index * blockBytes, bytes);
    return new Block(this, index, memory);
  }

  void free(int index) {
    if (!taken.get(index)) {
      throw new IllegalStateException("block is free already");
    }
    taken.clear(index);
    takenBlocks--;
  }

  boolean isFull() {
    return takenBlocks == blocks;
  }

  boolean isEmpty() {
    return takenBlocks == 0;
  }
}
