package io.nfcs.grid.near;

import io.nfcs.memory.NativeMemory;
import io.nfcs.tier.EntryTimes;

/**
 * An entry in its block of native memory, little-endian.
 *
 * <pre>
 *   byte  0      8        16          20            24      28      32     36
 *        | hash | loaded | key bytes | value bytes | older | newer | pins | flags |
 *   then, where its flag is set:
 *        | due 8 | stale 8 | dead 8 | next in its timer slot 4 | previous 4 |     TIMED
 *        | stamp 8 |                                                               STAMPED
 *        | number of its set of tags 4 | unused 4 |                                TAGGED
 *        | key | up to 7 bytes | value |
 * </pre>
 *
 * <p>The key comes first, so that a comparison touches the cache line of the header and at most the
 * next, for a value of any length. {@code older} and {@code newer} are the eviction policy's, and
 * link the entry among those that are retired when it is out of the index. {@code pins} has the
 * number of counted pins, and {@link #RETIRED}. Of {@code flags}, bits 0 to 3 never change while
 * the entry can be read; 8 and 9 are the policy's list, 10 is set while the entry is in the index,
 * 16 to 31 the timer's slot, 0 for none.
 *
 * <p><b>Threads.</b> Lengths, times, tags and key are written before the entry is published. {@code
 * pins} is written by any thread, all else by the holder of the segment's lock.
 */
final class EntryLayout {
  static final int TIMED = 1;
  static final int STAMPED = 2;
  static final int TAGGED = 4;
  static final int NEGATIVE = 8;

  /**
   * Value in {@code pins} of an entry that is out of the index, and must not be pinned any more.
   */
  static final int RETIRED = Integer.MIN_VALUE;

  private static final int PUBLISHED = 1 << 10;

  private static final int HASH = 0;
  private static final int LOADED = 8;
  private static final int KEY_BYTES = 16;
  private static final int VALUE_BYTES = 20;
  private static final int OLDER = 24;
  private static final int NEWER = 28;
  private static final int PINS = 32;
  private static final int FLAGS = 36;
  private static final int HEADER_BYTES = 40;

  private static final int DUE = HEADER_BYTES;
  private static final int STALE = DUE + 8;
  private static final int DEAD = DUE + 16;
  private static final int TIMER_NEXT = DUE + 24;
  private static final int TIMER_PREVIOUS = DUE + 28;

  private static final int LIST_SHIFT = 8;
  private static final int LIST = 3 << LIST_SHIFT;
  private static final int TIMER_SHIFT = 16;

  private EntryLayout() {}

  /** Returns the bytes of an entry with these flags. */
  static long bytes(int flags, long keyBytes, long valueBytes) {
    return valueOffset(flags, keyBytes) + valueBytes;
  }

  /** Returns the flags of an entry of these times and this set of tags. */
  static int flags(EntryTimes times, long dueNanos, int tags, boolean negative) {
    boolean isTimed = times.isTimed() || dueNanos != EntryTimes.NEVER;
    boolean isStamped = times.stamp() != 0 || tags != TagSets.NONE;
    boolean isTagged = isStamped && tags != TagSets.COMMON;
    return (isTimed ? TIMED : 0)
        | (isStamped ? STAMPED : 0)
        | (isTagged ? TAGGED : 0)
        | (negative ? NEGATIVE : 0);
  }

  /** Writes all that comes before the key; the entry has no pin and is in no list. */
  static void write(
      long entry,
      int flags,
      long hash,
      long keyBytes,
      long valueBytes,
      EntryTimes times,
      long dueNanos,
      int tags) {
    NativeMemory.putLong(entry + HASH, hash);
    NativeMemory.putLong(entry + LOADED, times.loadedNanos());
    NativeMemory.putInt(entry + KEY_BYTES, (int) keyBytes);
    NativeMemory.putInt(entry + VALUE_BYTES, (int) valueBytes);
    NativeMemory.putInt(entry + PINS, 0);
    NativeMemory.putInt(entry + FLAGS, flags);
    if ((flags & TIMED) != 0) {
      NativeMemory.putLong(entry + DUE, dueNanos);
      NativeMemory.putLong(entry + STALE, times.staleNanos());
      NativeMemory.putLong(entry + DEAD, times.deadNanos());
    }
    if ((flags & STAMPED) != 0) {
      NativeMemory.putLong(entry + stampOffset(flags), times.stamp());
    }
    if ((flags & TAGGED) != 0) {
      NativeMemory.putInt(entry + stampOffset(flags) + Long.BYTES, tags);
    }
  }

  static long hash(long entry) {
    return NativeMemory.longAt(entry + HASH);
  }

  static long loadedNanos(long entry) {
    return NativeMemory.longAt(entry + LOADED);
  }

  /** Returns the flags of an entry, for the methods below that take them. */
  static int flags(long entry) {
    return NativeMemory.intAt(entry + FLAGS);
  }

  static int keyBytes(long entry) {
    return NativeMemory.intAt(entry + KEY_BYTES);
  }

  static int valueBytes(long entry) {
    return NativeMemory.intAt(entry + VALUE_BYTES);
  }

  /** Returns the bytes of the entry, as it was reserved. */
  static long bytes(long entry) {
    return bytes(flags(entry), keyBytes(entry), valueBytes(entry));
  }

  static long key(long entry) {
    return entry + keyOffset(flags(entry));
  }

  static long value(long entry, int flags) {
    return entry + valueOffset(flags, keyBytes(entry));
  }

  /** Returns the time from which on a hit must check the times. */
  static long dueNanos(long entry, int flags) {
    return time(entry, flags, DUE);
  }

  static long staleNanos(long entry, int flags) {
    return time(entry, flags, STALE);
  }

  static long deadNanos(long entry, int flags) {
    return time(entry, flags, DEAD);
  }

  static long stamp(long entry, int flags) {
    return (flags & STAMPED) == 0 ? 0 : NativeMemory.longAt(entry + stampOffset(flags));
  }

  /** Returns the number of an entry's set of tags. */
  static int tags(long entry, int flags) {
    if ((flags & TAGGED) != 0) {
      return NativeMemory.intAt(entry + stampOffset(flags) + Long.BYTES);
    }
    return (flags & STAMPED) == 0 ? TagSets.NONE : TagSets.COMMON;
  }

  static int older(long entry) {
    return NativeMemory.intAt(entry + OLDER);
  }

  static void older(long entry, int other) {
    NativeMemory.putInt(entry + OLDER, other);
  }

  static int newer(long entry) {
    return NativeMemory.intAt(entry + NEWER);
  }

  static void newer(long entry, int other) {
    NativeMemory.putInt(entry + NEWER, other);
  }

  static int list(long entry) {
    return (flags(entry) & LIST) >>> LIST_SHIFT;
  }

  static void list(long entry, int number) {
    flags(entry, (flags(entry) & ~LIST) | (number << LIST_SHIFT));
  }

  static boolean isPublished(long entry) {
    return (flags(entry) & PUBLISHED) != 0;
  }

  static void publish(long entry) {
    flags(entry, flags(entry) | PUBLISHED);
  }

  static void unpublish(long entry) {
    flags(entry, flags(entry) & ~PUBLISHED);
  }

  static int timerSlot(long entry) {
    return flags(entry) >>> TIMER_SHIFT;
  }

  static void timerSlot(long entry, int slot) {
    flags(entry, (flags(entry) & ((1 << TIMER_SHIFT) - 1)) | (slot << TIMER_SHIFT));
  }

  static int timerNext(long entry) {
    return NativeMemory.intAt(entry + TIMER_NEXT);
  }

  static void timerNext(long entry, int other) {
    NativeMemory.putInt(entry + TIMER_NEXT, other);
  }

  static int timerPrevious(long entry) {
    return NativeMemory.intAt(entry + TIMER_PREVIOUS);
  }

  static void timerPrevious(long entry, int other) {
    NativeMemory.putInt(entry + TIMER_PREVIOUS, other);
  }

  static int pins(long entry) {
    return NativeMemory.intVolatileAt(entry + PINS);
  }

  static boolean compareAndSetPins(long entry, int expected, int pins) {
    return NativeMemory.compareAndSetInt(entry + PINS, expected, pins);
  }

  private static long time(long entry, int flags, int offset) {
    return (flags & TIMED) == 0 ? EntryTimes.NEVER : NativeMemory.longAt(entry + offset);
  }

  private static void flags(long entry, int flags) {
    NativeMemory.putInt(entry + FLAGS, flags);
  }

  private static int keyOffset(int flags) {
    return stampOffset(flags) + ((flags & STAMPED) << 2) + ((flags & TAGGED) << 1);
  }

  private static int stampOffset(int flags) {
    return HEADER_BYTES + ((flags & TIMED) << 5);
  }

  private static long valueOffset(int flags, long keyBytes) {
    return (keyOffset(flags) + keyBytes + Long.BYTES - 1) & -Long.BYTES;
  }
}
