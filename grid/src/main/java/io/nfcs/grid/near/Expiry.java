package io.nfcs.grid.near;

import io.nfcs.cache.EntryTimes;
import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.SlabAllocator;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The entries that die, by their time: a hierarchical timer wheel (Varghese and Lauck, 1987) whose
 * slots are lists linked through the entries' own headers.
 *
 * <p>A level has 64 slots, each as long as a whole turn of the level below; the lowest slots are 17
 * ms. An entry stands at the level of the highest digit, to the base of 64, in which its time
 * differs from now, and moves down when the turn comes to its slot.
 *
 * <p><b>Threads.</b> One at a time, under the segment's lock. <b>Allocates</b> nothing.
 */
final class Expiry {
  private static final int NONE = SlabAllocator.NONE;
  private static final int TICK_SHIFT = 24;
  private static final int DIGIT_BITS = 6;
  private static final int SLOTS = 1 << DIGIT_BITS;

  /** As many as a time of 63 bits has digits above those of a tick. */
  private static final int LEVELS = 7;

  /** Steps of one call at most: the lock is held meanwhile. */
  private static final int BATCH = 10_000;

  private final BlockAddresses addresses;

  /** Times count from here: they are compared, and those of a clock may pass the largest. */
  private final long startNanos;

  /** The first entry of each slot. */
  private final int[] heads = new int[LEVELS * SLOTS];

  /** Of each level, which slots have an entry. */
  private final long[] occupied = new long[LEVELS];

  private long now;

  Expiry(BlockAddresses addresses, long startNanos) {
    this.addresses = addresses;
    this.startNanos = startNanos;
    Arrays.fill(heads, NONE);
  }

  /** Adds an entry, if it dies at all. */
  void add(int block) {
    long entry = addresses.of(block);
    long dead = EntryLayout.deadNanos(entry, EntryLayout.flags(entry));
    if (dead != EntryTimes.NEVER) {
      link(block, entry, Math.max(now, tickOf(dead)));
    }
  }

  /** Removes an entry, if it is here. */
  void remove(int block) {
    long entry = addresses.of(block);
    int slot = EntryLayout.timerSlot(entry) - 1;
    if (slot >= 0) {
      unlink(slot, entry);
    }
  }

  /** Takes out what is dead at a time, or a part of it if it is much. */
  void due(long nowNanos, IntConsumer visitor) {
    long until = (nowNanos - startNanos) >> TICK_SHIFT;
    int steps = 0;
    int slot = first();
    while (slot >= 0 && start(slot) <= until) {
      now = Math.max(now, start(slot));
      while (heads[slot] != NONE) {
        if (++steps > BATCH) {
          return;
        }
        step(slot, visitor);
      }
      slot = first();
    }
    now = Math.max(now, until);
  }

  private void step(int slot, IntConsumer visitor) {
    int block = heads[slot];
    long entry = addresses.of(block);
    unlink(slot, entry);
    if (slot < SLOTS) {
      visitor.accept(block);
    } else {
      link(
          block,
          entry,
          Math.max(now, tickOf(EntryLayout.deadNanos(entry, EntryLayout.flags(entry)))));
    }
  }

  /** The slot whose turn is next, or -1. */
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

  /** The tick with which a slot begins. */
  private long start(int slot) {
    int shift = slot / SLOTS * DIGIT_BITS;
    long turn = (now >>> shift) & -SLOTS;
    return (turn | (slot % SLOTS)) << shift;
  }

  private void link(int block, long entry, long tick) {
    long differs = tick ^ now;
    int level =
        differs == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(differs)) / DIGIT_BITS;
    int slot = level * SLOTS + digit(tick, level);
    int head = heads[slot];
    EntryLayout.timerSlot(entry, slot + 1);
    EntryLayout.timerNext(entry, head);
    EntryLayout.timerPrevious(entry, NONE);
    if (head != NONE) {
      EntryLayout.timerPrevious(addresses.of(head), block);
    }
    heads[slot] = block;
    occupied[level] |= 1L << slot;
  }

  private void unlink(int slot, long entry) {
    int next = EntryLayout.timerNext(entry);
    int previous = EntryLayout.timerPrevious(entry);
    EntryLayout.timerSlot(entry, 0);
    if (next != NONE) {
      EntryLayout.timerPrevious(addresses.of(next), previous);
    }
    if (previous != NONE) {
      EntryLayout.timerNext(addresses.of(previous), next);
    } else {
      heads[slot] = next;
      if (next == NONE) {
        occupied[slot / SLOTS] &= ~(1L << slot);
      }
    }
  }

  /** The first tick at which something that dies at a time is dead. */
  private long tickOf(long nanos) {
    return (nanos - startNanos + (1L << TICK_SHIFT) - 1) >> TICK_SHIFT;
  }

  private static int digit(long tick, int level) {
    return (int) (tick >>> (level * DIGIT_BITS)) & (SLOTS - 1);
  }
}
