package io.nfcs.memory;

import java.util.BitSet;

/** A map of the taken pages of a slab. First fit: the free pages gather at the end of the slab. */
final class PageMap {
  private final BitSet taken;
  private final int pages;
  private int takenPages;

  PageMap(int pages) {
    this.pages = pages;
    taken = new BitSet(pages);
  }

  /** Takes {@code count} pages in a row and returns the first, or -1 if there are none. */
  int take(int count) {
    if (count > pages - takenPages) {
      return -1;
    }
    int from = taken.nextClearBit(0);
    while (from + count <= pages) {
      int end = taken.nextSetBit(from);
      if (end < 0 || end - from >= count) {
        taken.set(from, from + count);
        takenPages += count;
        return from;
      }
      from = taken.nextClearBit(end);
    }
    return -1;
  }

  void free(int from, int count) {
    taken.clear(from, from + count);
    takenPages -= count;
  }

  int taken() {
    return takenPages;
  }
}
