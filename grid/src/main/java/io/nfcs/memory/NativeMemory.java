package io.nfcs.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Native memory by its address, little-endian.
 *
 * <p>For who keeps addresses because storing a reference costs more than a look-up should: the
 * garbage collector's barrier has a fence. Nothing is checked here; the caller knows that the
 * memory is there and how long it is.
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> nothing, but for {@link #view}.
 */
public final class NativeMemory {
  private static final MemorySegment ALL = all();
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private NativeMemory() {}

  /** The byte at an address. */
  public static byte byteAt(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  /** The 32-bit number at an address. */
  public static int intAt(long address) {
    return ALL.get(INT, address);
  }

  /** The 64-bit number at an address. */
  public static long longAt(long address) {
    return ALL.get(LONG, address);
  }

  /** Writes a 32-bit number. */
  public static void putInt(long address, int value) {
    ALL.set(INT, address, value);
  }

  /** Writes a 64-bit number. */
  public static void putLong(long address, long value) {
    ALL.set(LONG, address, value);
  }

  /** Whether two pieces of memory have the same bytes. */
  public static boolean equal(long address, long other, long bytes) {
    long i = 0;
    for (; i + Long.BYTES <= bytes; i += Long.BYTES) {
      if (longAt(address + i) != longAt(other + i)) {
        return false;
      }
    }
    for (; i < bytes; i++) {
      if (byteAt(address + i) != byteAt(other + i)) {
        return false;
      }
    }
    return true;
  }

  /** A piece of memory as a segment that knows nothing of its lifetime. */
  public static MemorySegment view(long address, long bytes) {
    return ALL.asSlice(address, bytes);
  }

  @SuppressWarnings("restricted") // the callers answer for it
  private static MemorySegment all() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
