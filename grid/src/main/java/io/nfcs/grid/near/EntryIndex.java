package io.nfcs.grid.near;

import io.nfcs.cache.CacheKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries by key: a hash table whose chains go through the entries themselves, so that a
 * look-up touches the table and the entry and nothing between.
 *
 * <p><b>Threads.</b> Look-ups by any; changes by one at a time, under the tier's lock. A look-up
 * that finds nothing while the table grows may be wrong, and {@link #hasGrown} says so.
 */
final class EntryIndex {
  /** Where a scan is over. */
  static final long END = 1L << Integer.SIZE;

  private static final int FIRST_SLOTS = 256;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(NearEntry[].class);

  private volatile @Nullable NearEntry[] table = new NearEntry[FIRST_SLOTS];

  private volatile boolean isGrowing;

  private int size;

  /** The table there is now, for a look-up. */
  @Nullable NearEntry[] table() {
    return table;
  }

  /** Whether the table has grown since it was this one, or does so now. */
  @SuppressWarnings("ReferenceEquality") // of the array itself
  boolean hasGrown(@Nullable NearEntry[] slots) {
    // in this order: what has ended has set the table before
    return isGrowing || table != slots;
  }

  /** The entry of a key, or {@code null}. */
  @Nullable NearEntry find(CacheKey key) {
    return find(key, table);
  }

  /** The entry of a key in a table, or {@code null}. */
  static @Nullable NearEntry find(CacheKey key, @Nullable NearEntry[] slots) {
    NearEntry entry = (NearEntry) SLOT.getAcquire(slots, slot(key.low(), slots));
    while (entry != null && !(entry.hash() == key.low() && entry.high == key.high())) {
      entry = entry.next;
    }
    return entry;
  }

  /** Adds an entry and answers the one it takes the place of; there is no moment without either. */
  @Nullable NearEntry put(NearEntry entry) {
    NearEntry old = find(entry);
    link(entry, table);
    if (old != null) {
      unlink(old);
    } else if (++size > table.length) {
      grow();
    }
    return old;
  }

  /** Removes an entry if it is there and answers whether it was. */
  boolean remove(NearEntry entry) {
    if (!unlink(entry)) {
      return false;
    }
    size--;
    return true;
  }

  int size() {
    return size;
  }

  /**
   * Shows the entries of one slot, and answers where the scan goes on.
   *
   * <p>A position is a slot with its bits mirrored, so that what one slot had is, in a table that
   * has grown meanwhile, in slots that follow each other: whatever is there from 0 to {@link #END}
   * is shown exactly once. For who has the lock, slot by slot.
   *
   * @param position 0 at the start
   */
  long scan(long position, Consumer<NearEntry> visitor) {
    @Nullable NearEntry[] slots = table;
    int slot = Integer.reverse((int) position) & (slots.length - 1);
    for (NearEntry entry = slots[slot]; entry != null; entry = entry.next) {
      visitor.accept(entry);
    }
    return position + END / slots.length;
  }

  /** Shows every entry, for who has the lock; the visitor may remove what it is shown. */
  void forEach(Consumer<NearEntry> visitor) {
    @Nullable NearEntry[] slots = table;
    for (NearEntry first : slots) {
      NearEntry entry = first;
      while (entry != null) {
        NearEntry next = entry.next;
        visitor.accept(entry);
        entry = next;
      }
    }
  }

  private @Nullable NearEntry find(NearEntry like) {
    @Nullable NearEntry[] slots = table;
    NearEntry entry = slots[slot(like.hash(), slots)];
    while (entry != null && !(entry.hash() == like.hash() && entry.high == like.high)) {
      entry = entry.next;
    }
    return entry;
  }

  private static void link(NearEntry entry, @Nullable NearEntry[] slots) {
    int slot = slot(entry.hash(), slots);
    entry.next = slots[slot];
    SLOT.setRelease(slots, slot, entry);
  }

  /** A reader that stands on the entry goes on from it: its link stays. */
  private boolean unlink(NearEntry gone) {
    @Nullable NearEntry[] slots = table;
    int slot = slot(gone.hash(), slots);
    NearEntry before = null;
    NearEntry entry = slots[slot];
    while (entry != null && !entry.isSame(gone)) {
      before = entry;
      entry = entry.next;
    }
    if (entry == null) {
      return false;
    }
    if (before == null) {
      SLOT.setRelease(slots, slot, gone.next);
    } else {
      before.next = gone.next;
    }
    return true;
  }

  private void grow() {
    isGrowing = true;
    @Nullable NearEntry[] smaller = table;
    @Nullable NearEntry[] larger = new NearEntry[smaller.length * 2];
    forEach(entry -> link(entry, larger));
    table = larger;
    isGrowing = false;
  }

  private static int slot(long hash, @Nullable NearEntry[] slots) {
    return (int) hash & (slots.length - 1);
  }
}
