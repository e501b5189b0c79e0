package io.nfcs.memory;

/**
 * Layout of the data of a page of a slab: a row of the slab's table, in native memory.
 *
 * <pre>
 *   byte   0        8       12            16      20            24     28
 *         | taken  | head  | block bytes | pages | free blocks | next | previous |
 * </pre>
 *
 * <p>{@code taken} has a bit for each block of the run that the page belongs to: the first 64 in
 * the run's first page, and so on; a page is 64 times the smallest block, so there are always
 * enough. {@code head} is the run's first page. All other fields are those of the run, in the row
 * of its first page: the size of its blocks, 0 where no run begins; its pages; its blocks that are
 * free; and its neighbours among the runs of its size that have room, 0 for none.
 */
final class PageLayout {
  static final int BYTES = 32;

  private static final int HEAD = 8;
  private static final int BLOCK_BYTES = 12;
  private static final int PAGES = 16;
  private static final int FREE_BLOCKS = 20;
  private static final int NEXT = 24;
  private static final int PREVIOUS = 28;

  private PageLayout() {}

  static long taken(long row) {
    return NativeMemory.longAt(row);
  }

  static void taken(long row, long bits) {
    NativeMemory.putLong(row, bits);
  }

  static int head(long row) {
    return NativeMemory.intAt(row + HEAD);
  }

  static void head(long row, int page) {
    NativeMemory.putInt(row + HEAD, page);
  }

  static int blockBytes(long row) {
    return NativeMemory.intAt(row + BLOCK_BYTES);
  }

  static void blockBytes(long row, int bytes) {
    NativeMemory.putInt(row + BLOCK_BYTES, bytes);
  }

  static int pages(long row) {
    return NativeMemory.intAt(row + PAGES);
  }

  static void pages(long row, int pages) {
    NativeMemory.putInt(row + PAGES, pages);
  }

  static int freeBlocks(long row) {
    return NativeMemory.intAt(row + FREE_BLOCKS);
  }

  static void freeBlocks(long row, int blocks) {
    NativeMemory.putInt(row + FREE_BLOCKS, blocks);
  }

  static int next(long row) {
    return NativeMemory.intAt(row + NEXT);
  }

  static void next(long row, int run) {
    NativeMemory.putInt(row + NEXT, run);
  }

  static int previous(long row) {
    return NativeMemory.intAt(row + PREVIOUS);
  }

  static void previous(long row, int run) {
    NativeMemory.putInt(row + PREVIOUS, run);
  }
}
