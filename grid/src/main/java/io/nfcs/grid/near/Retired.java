package io.nfcs.grid.near;

import io.nfcs.grid.index.BucketLayout;
import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.SlabAllocator;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * The entries of a segment that are out of the index, until no lease pins them; they are linked by
 * fields that the policy used before.
 *
 * <p>Entries with counted pins are not checked again before the last pin is released; so the
 * checked entries are bounded by the number of slots and the entries retired since.
 *
 * <p><b>Threads.</b> One at a time, under the segment's lock; any for {@link #letGo}, which only
 * adds to a concurrent queue, so that the release of a lease waits for no lock. A full fence
 * separates the removal from the index from the reading of the pins, see {@link SlotPin}.
 */
final class Retired {
  private static final int NONE = SlabAllocator.NONE;

  private final BlockAddresses addresses;
  private final Pins pins;
  private final IntConsumer free;
  private final Queue<Integer> letGo = new ConcurrentLinkedQueue<>();
  private final long[] pinned = new long[Pins.MOST];
  private int first = NONE;
  private int count;
  private int held;

  /**
   * Creates an empty list.
   *
   * @param free receives entries that are not pinned
   */
  Retired(BlockAddresses addresses, Pins pins, IntConsumer free) {
    this.addresses = addresses;
    this.pins = pins;
    this.free = free;
  }

  /** Takes an entry that no look-up that begins now can find. */
  void add(int block) {
    long entry = addresses.of(block);
    int pins = EntryLayout.pins(entry);
    while (!EntryLayout.compareAndSetPins(entry, pins, pins | EntryLayout.RETIRED)) {
      pins = EntryLayout.pins(entry);
    }
    if (pins == 0) {
      link(block);
    } else {
      held++;
    }
  }

  /** Takes an added entry whose last counted pin is gone. */
  void letGo(int block) {
    letGo.add(block);
  }

  /** Frees entries that no lease pins any more. */
  void reclaim() {
    for (Integer block = letGo.poll(); block != null; block = letGo.poll()) {
      held--;
      link(block);
    }
    if (first == NONE) {
      return;
    }
    // entries leave the index before the pins are read
    VarHandle.fullFence();
    int pinnedCount = pins.pinned(pinned);
    int block = first;
    first = NONE;
    count = 0;
    while (block != NONE) {
      long entry = addresses.of(block);
      int next = EntryLayout.older(entry);
      if (isPinned(cell(entry, block), pinnedCount)) {
        link(block);
      } else {
        free.accept(block);
      }
      block = next;
    }
  }

  /** Returns a test of entries that are not retired: whether no lease pins an entry now. */
  IntPredicate unpinned() {
    int pinnedCount = pins.pinned(pinned);
    return block -> {
      long entry = addresses.of(block);
      return EntryLayout.isPublished(entry)
          && EntryLayout.pins(entry) == 0
          && !isPinned(cell(entry, block), pinnedCount);
    };
  }

  /** Returns the number of entries that leases pin. */
  int size() {
    return count + held;
  }

  /** Returns whether there are no retired entries. */
  boolean isEmpty() {
    return first == NONE;
  }

  private static long cell(long entry, int block) {
    return BucketLayout.cell(BucketLayout.print(EntryLayout.hash(entry)), block);
  }

  private void link(int block) {
    EntryLayout.older(addresses.of(block), first);
    first = block;
    count++;
  }

  private boolean isPinned(long cell, int pinnedCount) {
    for (int i = 0; i < pinnedCount; i++) {
      if (pinned[i] == cell) {
        return true;
      }
    }
    return false;
  }
}
