package io.nfcs.tick;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Writer of a stage's state: memory of a fixed size, filled from its start.
 *
 * <p><b>Layout.</b> The values one after the other without padding, little-endian; a {@code
 * boolean} is a byte of 0 or 1. <b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 * <b>Fails</b> with an {@link IllegalStateException} if there is no room for a value; then no part
 * of the value is written.
 */
public final class StateWriter {
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment memory;
  private int length;

  /**
   * Creates a writer at the start of some memory.
   *
   * @param memory borrowed; at most 2 GiB
   */
  public StateWriter(MemorySegment memory) {
    Math.toIntExact(memory.byteSize());
    this.memory = memory;
  }

  /** Returns a writer with memory of its own, which is freed with it. */
  public static StateWriter ofCapacity(int bytes) {
    return new StateWriter(Arena.ofAuto().allocate(bytes, Long.BYTES));
  }

  /** Resets to the start of the memory. */
  public void clear() {
    length = 0;
  }

  /** Returns the number of bytes written. */
  public int length() {
    return length;
  }

  /** Returns the number of bytes that fit. */
  public int capacity() {
    return (int) memory.byteSize();
  }

  /** Returns a reader of what was written; valid until the next {@link #clear}. */
  public StateReader reader() {
    return new StateReader(memory.asSlice(0, length));
  }

  /** Writes 8 bytes. */
  public void writeLong(long value) {
    memory.set(LONG, take(1, Long.BYTES), value);
  }

  /** Writes 4 bytes. */
  public void writeInt(int value) {
    memory.set(INT, take(1, Integer.BYTES), value);
  }

  /** Writes the 8 bytes of a number, NaN as it is. */
  public void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  /** Writes a byte, 0 or 1. */
  public void writeBoolean(boolean value) {
    memory.set(ValueLayout.JAVA_BYTE, take(1, 1), (byte) (value ? 1 : 0));
  }

  /** Writes {@code count} elements of an array, from index {@code first}. */
  public void writeBytes(byte[] values, int first, int count) {
    MemorySegment.copy(values, first, memory, ValueLayout.JAVA_BYTE, take(count, 1), count);
  }

  /** Writes {@code count} elements of an array, from index {@code first}. */
  public void writeInts(int[] values, int first, int count) {
    MemorySegment.copy(values, first, memory, INT, take(count, Integer.BYTES), count);
  }

  /** Writes {@code count} elements of an array, from index {@code first}. */
  public void writeLongs(long[] values, int first, int count) {
    MemorySegment.copy(values, first, memory, LONG, take(count, Long.BYTES), count);
  }

  /** Writes {@code count} elements of an array, from index {@code first}. */
  public void writeDoubles(double[] values, int first, int count) {
    MemorySegment.copy(values, first, memory, DOUBLE, take(count, Double.BYTES), count);
  }

  /** Takes room for values; returns its offset. */
  private int take(int count, int size) {
    long end = length + (long) count * size;
    if (count < 0 || end > memory.byteSize()) {
      throw new IllegalStateException(
          "state of " + end + " bytes, allowed 0.." + memory.byteSize());
    }
    int from = length;
    length = (int) end;
    return from;
  }
}
