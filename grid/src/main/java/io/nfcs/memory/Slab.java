package io.nfcs.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * One piece of native memory, given out in runs of pages, with a table of them beside it, see
 * {@link PageLayout}.
 *
 * <p><b>Threads.</b> One at a time, that of the allocator; any may read and write blocks until
 * {@link #close()}. The arena is shared for that reason. <b>Owns</b> the memory and the table.
 */
final class Slab {
  static final int PAGE_BYTES = 4096;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final long tableAddress;
  private final PageMap pages;

  /** Set when the slab is to be given back: it gives out nothing any more. */
  boolean draining;

  Slab(long bytes) {
    try {
      memory = LazyMemory.allocate(arena, bytes, PAGE_BYTES);
      tableAddress = arena.allocate(tableBytes(bytes), PageLayout.BYTES).address();
      pages = new PageMap(pages(bytes));
    } catch (RuntimeException | Error failure) {
      // of no memory
      arena.close();
      throw failure;
    }
  }

  /** Returns how many pages hold a number of bytes. */
  static int pages(long bytes) {
    return Math.toIntExact((bytes + PAGE_BYTES - 1) / PAGE_BYTES);
  }

  /** Returns the bytes of the table of a slab. */
  static long tableBytes(long slabBytes) {
    return (long) pages(slabBytes) * PageLayout.BYTES;
  }

  /** Takes consecutive pages; returns the first, or -1 if there is no room. */
  int take(int count) {
    return draining ? -1 : pages.take(count);
  }

  void free(int page, int count) {
    pages.free(page, count);
  }

  /** Returns the address of a page's row in the table. */
  long row(int page) {
    return tableAddress + (long) page * PageLayout.BYTES;
  }

  /** Returns the first pages of the runs. */
  IntStream runs() {
    return IntStream.range(0, pages(memory.byteSize()))
        .filter(page -> PageLayout.blockBytes(row(page)) != 0);
  }

  /** Returns the address of the first page. */
  long address() {
    return memory.address();
  }

  /** Returns how many pages are in runs. */
  int usedPages() {
    return pages.taken();
  }

  /** Gives the memory back. */
  void close() {
    arena.close();
  }
}
