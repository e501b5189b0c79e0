package io.nfcs.grid.near;

import java.util.function.LongConsumer;

/**
 * A pin that is counted in its entry, for any number of leases: freeing memory need not look at it,
 * so it costs nothing there. The last pin of a retired entry notifies the tier on release.
 *
 * <p>The count is in the entry, so it may be touched only while something else keeps the entry from
 * being freed: a borrowed {@link SlotPin} until it is incremented, and the count itself afterwards.
 * A tier that retires the entry sets {@link EntryLayout#RETIRED} in the same field by a
 * compare-and-set, after which the increment fails.
 *
 * <p><b>Threads.</b> One; the count is changed by any, by volatile compare-and-set.
 */
final class CountedPin extends Pin {
  private static final int NO_GUARD = -1;

  private final Guards guards;
  private final LongConsumer sample;
  private final LongConsumer released;

  /** The guard that is borrowed now. */
  private int guard = NO_GUARD;

  /** Address of the entry that is counted, or 0. */
  private long entry;

  /**
   * A pin of nothing.
   *
   * @param sample receiver of the cells of hits, for the policy
   * @param released receiver of the cell of a retired entry that no counted pin holds any more
   */
  CountedPin(Guards guards, LongConsumer sample, LongConsumer released) {
    this.guards = guards;
    this.sample = sample;
    this.released = released;
  }

  @Override
  void set(long candidate) {
    clear();
    guard = guards.take();
    guards.get(guard).set(candidate);
    cell = candidate;
  }

  @Override
  boolean keep(long address) {
    int pins = EntryLayout.pins(address);
    while (pins >= 0 && !EntryLayout.compareAndSetPins(address, pins, pins + 1)) {
      pins = EntryLayout.pins(address);
    }
    if (pins >= 0) {
      entry = address;
    }
    giveGuard();
    return pins >= 0;
  }

  @Override
  void clear() {
    giveGuard();
    long held = entry;
    if (held == 0) {
      return;
    }
    entry = 0;
    int pins = EntryLayout.pins(held);
    while (!EntryLayout.compareAndSetPins(held, pins, pins - 1)) {
      pins = EntryLayout.pins(held);
    }
    if (pins - 1 == EntryLayout.RETIRED) {
      released.accept(cell);
    }
  }

  @Override
  boolean isSet() {
    return entry != 0;
  }

  @Override
  void sample() {
    sample.accept(cell);
  }

  private void giveGuard() {
    if (guard != NO_GUARD) {
      int given = guard;
      guard = NO_GUARD;
      guards.give(given);
    }
  }
}
