package io.nfcs.grid.index;

import io.nfcs.memory.SlabAllocator;
import io.nfcs.tier.EntryTimes;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The entries that die, by their time: a hierarchical timer wheel (Varghese and Lauck, 1987) whose
 * slots are lists linked through fields of the entries.
 *
 * <p>A level has 64 slots, each as long as a whole turn of the level below; the lowest slots are 17
 * ms. An entry stands at the level of the highest digit, to the base of 64, in which its time
 * differs from now, and moves down in its slot's turn.
 *
 * <p>Invariant: the times in a slot agree with {@code now} in all digits above the slot's level,
 * and their digit at the level is not below that of {@code now}; so the first occupied slot of a
 * level is found from that digit on, and {@code now} never passes a slot that has entries.
 *
 * <p><b>Threads.</b> One at a time, under the lock of the entries. <b>Allocates</b> nothing.
 */
public final class TimerWheel {
  private static final int NONE = SlabAllocator.NONE;
  private static final int TICK_SHIFT = 24;
  private static final int DIGIT_BITS = 6;
  private static final int SLOTS = 1 << DIGIT_BITS;

  /** Number of digits of a 63-bit time above those of a tick. */
  private static final int LEVELS = 7;

  /** Steps of one call at most: the lock is held meanwhile. */
  private static final int BATCH = 10_000;

  private final Mortals entries;

  /** Times count from here: they are compared, and those of a clock may pass the largest. */
  private final long startNanos;

  /** The first entry of each slot. */
  private final int[] heads = new int[LEVELS * SLOTS];

  /** Slots of each level that have an entry. */
  private final long[] occupied = new long[LEVELS];

  private long now;

  /**
   * A wheel without entries.
   *
   * @param startNanos a time that is not long ago
   */
  public TimerWheel(Mortals entries, long startNanos) {
    this.entries = entries;
    this.startNanos = startNanos;
    Arrays.fill(heads, NONE);
  }

  /** Adds an entry that is in no slot, if it ever dies; one dead already is due at once. */
  public void add(int entry) {
    long dead = entries.deadNanos(entry);
    if (dead != EntryTimes.NEVER) {
      link(entry, Math.max(now, tickOf(dead)));
    }
  }

  /** Removes an entry, if it is in the wheel. */
  public void remove(int entry) {
    int slot = entries.timerSlot(entry) - 1;
    if (slot >= 0) {
      unlink(slot, entry);
    }
  }

  /** Records that an entry has this number now; its fields have been copied here. */
  public void moved(int entry) {
    int slot = entries.timerSlot(entry) - 1;
    if (slot < 0) {
      return;
    }
    int next = entries.timerNext(entry);
    int previous = entries.timerPrevious(entry);
    if (next != NONE) {
      entries.timerPrevious(next, entry);
    }
    if (previous == NONE) {
      heads[slot] = entry;
    } else {
      entries.timerNext(previous, entry);
    }
  }

  /**
   * Takes out the entries that are dead at a time, or a part of them if there are many. An entry
   * may be taken out up to 17 ms after its death, never before.
   *
   * @param visitor is shown each, when it is out of the wheel
   * @return whether that was all
   */
  public boolean due(long nowNanos, IntConsumer visitor) {
    long until = (nowNanos - startNanos) >> TICK_SHIFT;
    int steps = 0;
    int slot = first();
    while (slot >= 0 && start(slot) <= until) {
      now = Math.max(now, start(slot));
      while (heads[slot] != NONE) {
        if (++steps > BATCH) {
          return false;
        }
        step(slot, visitor);
      }
      slot = first();
    }
    now = Math.max(now, until);
    return true;
  }

  private void step(int slot, IntConsumer visitor) {
    int entry = heads[slot];
    unlink(slot, entry);
    if (slot < SLOTS) {
      visitor.accept(entry);
    } else {
      link(entry, Math.max(now, tickOf(entries.deadNanos(entry))));
    }
  }

  /** Returns the next slot that has entries, or -1. */
  private int first() {
    int first = -1;
    for (int level = 0; level < LEVELS; level++) {
      long ahead = occupied[level] & (-1L << digit(now, level));
      if (ahead != 0) {
        int slot = level * SLOTS + Long.numberOfTrailingZeros(ahead);
        first = first < 0 || start(slot) < start(first) ? slot : first;
      }
    }
    return first;
  }

  /** Returns the tick with which a slot begins. */
  private long start(int slot) {
    int shift = slot / SLOTS * DIGIT_BITS;
    long turn = (now >>> shift) & -SLOTS;
    return (turn | (slot % SLOTS)) << shift;
  }

  private void link(int entry, long tick) {
    long differs = tick ^ now;
    int level =
        differs == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(differs)) / DIGIT_BITS;
    int slot = level * SLOTS + digit(tick, level);
    int head = heads[slot];
    entries.timerSlot(entry, slot + 1);
    entries.timerNext(entry, head);
    entries.timerPrevious(entry, NONE);
    if (head != NONE) {
      entries.timerPrevious(head, entry);
    }
    heads[slot] = entry;
    occupied[level] |= 1L << slot;
  }

  private void unlink(int slot, int entry) {
    int next = entries.timerNext(entry);
    int previous = entries.timerPrevious(entry);
    entries.timerSlot(entry, 0);
    if (next != NONE) {
      entries.timerPrevious(next, previous);
    }
    if (previous != NONE) {
      entries.timerNext(previous, next);
    } else {
      heads[slot] = next;
      if (next == NONE) {
        occupied[slot / SLOTS] &= ~(1L << slot);
      }
    }
  }

  /** Returns the first tick at which something that dies at a time is dead. */
  private long tickOf(long nanos) {
    return (nanos - startNanos + (1L << TICK_SHIFT) - 1) >> TICK_SHIFT;
  }

  private static int digit(long tick, int level) {
    return (int) (tick >>> (level * DIGIT_BITS)) & (SLOTS - 1);
  }
}
