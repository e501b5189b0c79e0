package io.nfcs.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One piece of native memory, given out in runs of pages. */
final class Slab {
  static final int PAGE_BYTES = 4096;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final PageMap pages;

  /** Set when the slab is to be given back: it gives out nothing any more. */
  boolean draining;

  Slab(long bytes) {
    memory = arena.allocate(bytes, PAGE_BYTES);
    pages = new PageMap(Math.toIntExact(bytes / PAGE_BYTES));
  }

  /** First of so many pages in a row that are now taken, or -1. */
  int take(int count) {
    return draining ? -1 : pages.take(count);
  }

  void free(int page, int count) {
    pages.free(page, count);
  }

  MemorySegment memory(int page, long offset, long bytes) {
    return memory.asSlice((long) page * PAGE_BYTES + offset, bytes);
  }

  boolean isEmpty() {
    return pages.isEmpty();
  }

  long bytes() {
    return memory.byteSize();
  }

  /** Gives the memory back; a view into it that is left over throws, and reads nothing. */
  void close() {
    arena.close();
  }
}
