package io.nfcs.grid.ignite;

import io.nfcs.eviction.EvictionTable;
import io.nfcs.memory.NativeMemory;
import io.nfcs.tier.CacheKey;

/**
 * Layout of the data of an entry that is known without reading it: a row of an {@link
 * EvictionTable}, little-endian.
 *
 * <pre>
 *   byte  0          28           32         40     48           52               56
 *        | policy's | timer slot | key high | dead | timer next | timer previous | ticket |
 * </pre>
 *
 * <p>The hash, with which the policy's part begins, is the lower half of the key. {@code ticket} is
 * twice the number of the store that has made the row, plus one once its frame is there.
 */
final class RegionLayout {
  static final int BYTES = 64;

  private static final int TIMER_SLOT = EvictionTable.OWNER;
  private static final int HIGH = 32;
  private static final int DEAD = 40;
  private static final int TIMER_NEXT = 48;
  private static final int TIMER_PREVIOUS = 52;
  private static final int TICKET = 56;

  private RegionLayout() {}

  /** Writes all but what the policy knows; the entry is in no timer slot. */
  static void write(long row, long high, long deadNanos, long ticket) {
    NativeMemory.putInt(row + TIMER_SLOT, 0);
    NativeMemory.putLong(row + HIGH, high);
    NativeMemory.putLong(row + DEAD, deadNanos);
    NativeMemory.putLong(row + TICKET, ticket);
  }

  static boolean isOf(long row, CacheKey key) {
    return NativeMemory.longAt(row + HIGH) == key.high() && NativeMemory.longAt(row) == key.low();
  }

  static CacheKey key(long row) {
    return new CacheKey(NativeMemory.longAt(row + HIGH), NativeMemory.longAt(row));
  }

  static long deadNanos(long row) {
    return NativeMemory.longAt(row + DEAD);
  }

  static long ticket(long row) {
    return NativeMemory.longAt(row + TICKET);
  }

  static void ticket(long row, long ticket) {
    NativeMemory.putLong(row + TICKET, ticket);
  }

  static int timerSlot(long row) {
    return NativeMemory.intAt(row + TIMER_SLOT);
  }

  static void timerSlot(long row, int slot) {
    NativeMemory.putInt(row + TIMER_SLOT, slot);
  }

  static int timerNext(long row) {
    return NativeMemory.intAt(row + TIMER_NEXT);
  }

  static void timerNext(long row, int other) {
    NativeMemory.putInt(row + TIMER_NEXT, other);
  }

  static int timerPrevious(long row) {
    return NativeMemory.intAt(row + TIMER_PREVIOUS);
  }

  static void timerPrevious(long row, int other) {
    NativeMemory.putInt(row + TIMER_PREVIOUS, other);
  }
}
