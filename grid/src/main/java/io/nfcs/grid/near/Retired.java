package io.nfcs.grid.near;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.agrona.collections.LongHashSet;

/**
 * The entries that are out of the index, until no lease pins them.
 *
 * <p>What counted pins hold is not looked at again before the last of them lets it go; so what is
 * looked at is bounded by the number of slots and what was retired since.
 *
 * <p><b>Threads.</b> One at a time, under the tier's lock; any for {@link #letGo}.
 */
final class Retired {
  private final Pins pins;
  private final Consumer<NearEntry> free;
  private final Deque<NearEntry> entries = new ArrayDeque<>();
  private final Queue<NearEntry> letGo = new ConcurrentLinkedQueue<>();
  private final LongHashSet pinnedBlocks = new LongHashSet();
  private int held;

  /**
   * No entry yet.
   *
   * @param free takes those that nobody pins
   */
  Retired(Pins pins, Consumer<NearEntry> free) {
    this.pins = pins;
    this.free = free;
  }

  void add(NearEntry entry) {
    if (entry.retire()) {
      entries.add(entry);
    } else {
      held++;
    }
  }

  /** Takes one that was added and whose last counted pin is gone. */
  void letGo(NearEntry entry) {
    letGo.add(entry);
  }

  /** Frees what no lease pins any more. */
  void reclaim() {
    for (NearEntry entry = letGo.poll(); entry != null; entry = letGo.poll()) {
      held--;
      entries.add(entry);
    }
    if (entries.isEmpty()) {
      return;
    }
    pins.pinned(pinnedBlocks);
    for (int i = entries.size(); i > 0; i--) {
      NearEntry entry = entries.remove();
      if (pinnedBlocks.contains(entry.address)) {
        entries.add(entry);
      } else {
        free.accept(entry);
      }
    }
  }

  /** Entries that leases pin. */
  int size() {
    return entries.size() + held;
  }

  /** Whether no slot pins any. */
  boolean isEmpty() {
    return entries.isEmpty();
  }
}
