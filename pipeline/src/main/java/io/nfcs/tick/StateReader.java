package io.nfcs.tick;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reader of a state, in the order in which a {@link StateWriter} wrote it.
 *
 * <p><b>Threads.</b> One at a time. <b>Fails</b> with an {@link IllegalArgumentException} that
 * names the expected value, on too few bytes and on an unexpected value. Too few bytes leave the
 * position as it was; an unexpected value has been read. A count is checked against the bytes left
 * before memory is allocated for it.
 */
public final class StateReader {
  private final MemorySegment memory;
  private long position;

  /** Creates a reader at the start of some memory, which is borrowed. */
  public StateReader(MemorySegment memory) {
    this.memory = memory;
  }

  /** Returns the number of bytes left to read. */
  public long remaining() {
    return memory.byteSize() - position;
  }

  /** Reads 8 bytes. */
  public long readLong() {
    return memory.get(StateWriter.LONG, take(1, Long.BYTES));
  }

  /** Reads 4 bytes. */
  public int readInt() {
    return memory.get(StateWriter.INT, take(1, Integer.BYTES));
  }

  /** Reads the 8 bytes of any number. */
  public double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  /** Reads a byte that is 0 or 1. */
  public boolean readBoolean() {
    byte value = memory.get(ValueLayout.JAVA_BYTE, take(1, 1));
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("state has a boolean of " + value + ", expected 0 or 1");
    }
    return value == 1;
  }

  /** Fills {@code count} elements of an array, from index {@code first}. */
  public void readBytes(byte[] values, int first, int count) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, take(count, 1), values, first, count);
  }

  /** Fills {@code count} elements of an array, from index {@code first}. */
  public void readInts(int[] values, int first, int count) {
    MemorySegment.copy(memory, StateWriter.INT, take(count, Integer.BYTES), values, first, count);
  }

  /** Fills {@code count} elements of an array, from index {@code first}. */
  public void readLongs(long[] values, int first, int count) {
    MemorySegment.copy(memory, StateWriter.LONG, take(count, Long.BYTES), values, first, count);
  }

  /** Fills {@code count} elements of an array, from index {@code first}, with any numbers. */
  public void readDoubles(double[] values, int first, int count) {
    MemorySegment.copy(memory, StateWriter.DOUBLE, take(count, Double.BYTES), values, first, count);
  }

  /**
   * Reads a count or a code that {@link StateWriter#writeInt} wrote.
   *
   * @param what its name, for the message
   * @param most its largest value; the smallest is 0
   */
  public int readCount(String what, int most) {
    int value = readInt();
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(
          "state has %s %d, expected 0..%d".formatted(what, value, most));
    }
    return value;
  }

  /** Reads a finite number. */
  public double readFinite(String what) {
    double value = readDouble();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "state has %s %s, expected a finite number".formatted(what, value));
    }
    return value;
  }

  /** Reads finite numbers into a new array. */
  public double[] readFinite(String what, int count) {
    take(count, Double.BYTES);
    position -= (long) count * Double.BYTES;
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = readFinite(what);
    }
    return values;
  }

  /**
   * Reads a value that {@link StateWriter#writeInt} wrote; throws if it is not the expected one.
   */
  public void expect(String what, int expected) {
    int value = readInt();
    if (value != expected) {
      throw new IllegalArgumentException(
          "state has %s %d, expected %d".formatted(what, value, expected));
    }
  }

  /** Throws if bytes are left. */
  public void expectEnd() {
    if (remaining() > 0) {
      throw new IllegalArgumentException(
          "state has " + memory.byteSize() + " bytes, expected " + position);
    }
  }

  /** Skips values; returns their offset. */
  private long take(int count, int size) {
    long bytes = (long) count * size;
    if (count < 0 || bytes > remaining()) {
      throw new IllegalArgumentException(
          "state ends after %d bytes, expected %d or more"
              .formatted(memory.byteSize(), position + bytes));
    }
    long from = position;
    position += bytes;
    return from;
  }
}
