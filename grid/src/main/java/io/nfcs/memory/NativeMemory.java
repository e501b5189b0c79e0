package io.nfcs.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Native memory by its address, little-endian.
 *
 * <p>For code that keeps addresses because storing a reference costs more than a look-up should:
 * the garbage collector's barrier has a fence. Nothing is checked here; the caller knows that the
 * memory is valid, and its length. Where an address is used, the owner of the memory must be kept
 * reachable, by {@link java.lang.ref.Reference#reachabilityFence} if nothing else does that.
 *
 * <p><b>Threads.</b> Any; all accesses are plain, except those with "acquire", "release" or
 * "volatile" in their names and {@link #compareAndSetInt}, which is volatile. <b>Allocates</b>
 * nothing, except {@link #view}.
 */
public final class NativeMemory {
  private static final MemorySegment ALL = all();

  /**
   * Handles instead of the methods of a segment, whose calls are nested too deep for the compiler.
   */
  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

  private static final VarHandle INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final VarHandle LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  /** Handle of aligned numbers that several threads write and read. */
  private static final VarHandle SHARED_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private static final VarHandle SHARED_LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private NativeMemory() {}

  /** Returns the byte at an address. */
  public static byte byteAt(long address) {
    return (byte) BYTE.get(ALL, address);
  }

  /** Returns the 32-bit number at an address. */
  public static int intAt(long address) {
    return (int) INT.get(ALL, address);
  }

  /** Returns the 64-bit number at an address. */
  public static long longAt(long address) {
    return (long) LONG.get(ALL, address);
  }

  /** Writes a 32-bit number. */
  public static void putInt(long address, int value) {
    INT.set(ALL, address, value);
  }

  /** Writes a 64-bit number. */
  public static void putLong(long address, long value) {
    LONG.set(ALL, address, value);
  }

  /**
   * Returns the 32-bit number at an aligned address, in the one order of all volatile reads and
   * writes.
   */
  public static int intVolatileAt(long address) {
    return (int) SHARED_INT.getVolatile(ALL, address);
  }

  /** Writes a 32-bit number at an aligned address if another is there, and says whether it was. */
  public static boolean compareAndSetInt(long address, int expected, int value) {
    return SHARED_INT.compareAndSet(ALL, address, expected, value);
  }

  /**
   * Returns the 64-bit number at an aligned address; writes before its own write are visible after
   * this read.
   */
  public static long longAcquireAt(long address) {
    return (long) SHARED_LONG.getAcquire(ALL, address);
  }

  /**
   * Returns the 64-bit number at an aligned address, in the one order of all volatile reads and
   * writes.
   */
  public static long longVolatileAt(long address) {
    return (long) SHARED_LONG.getVolatile(ALL, address);
  }

  /** Writes a 64-bit number at an aligned address, after all that was written before. */
  public static void putLongRelease(long address, long value) {
    SHARED_LONG.setRelease(ALL, address, value);
  }

  /** Returns whether two pieces of memory have the same bytes. */
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

  /** Copies bytes from one place to another; the two may overlap. */
  public static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  /** Copies an array to a place. */
  public static void copy(byte[] from, long to) {
    MemorySegment.copy(from, 0, ALL, ValueLayout.JAVA_BYTE, to, from.length);
  }

  /** Returns a piece of memory as a segment that knows nothing of its lifetime. */
  public static MemorySegment view(long address, long bytes) {
    return ALL.asSlice(address, bytes);
  }

  @SuppressWarnings("restricted") // the callers guarantee the bounds
  private static MemorySegment all() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
