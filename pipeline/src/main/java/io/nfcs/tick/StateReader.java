package io.nfcs.tick;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a {@link StateWriter} has written, read in the same order.
 *
 * <p><b>Threads.</b> One at a time. <b>Fails</b> with an {@link IllegalArgumentException} that says
 * what was expected, where there are fewer bytes than are asked for and where a value is none of
 * those expected.
 */
public final class StateReader {
  private final MemorySegment memory;
  private long position;

  /** A reader at the start of some memory, which is borrowed. */
  public StateReader(MemorySegment memory) {
    this.memory = memory;
  }

  /** Bytes that are still to be read. */
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

  /** Fills {@code count} places of an array, from the {@code first}. */
  public void readBytes(byte[] values, int first, int count) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, take(count, 1), values, first, count);
  }

  /** Fills {@code count} places of an array, from the {@code first}. */
  public void readInts(int[] values, int first, int count) {
    MemorySegment.copy(memory, StateWriter.INT, take(count, Integer.BYTES), values, first, count);
  }

  /** Fills {@code count} places of an array, from the {@code first}. */
  public void readLongs(long[] values, int first, int count) {
    MemorySegment.copy(memory, StateWriter.LONG, take(count, Long.BYTES), values, first, count);
  }

  /** Fills {@code count} places of an array, from the {@code first}, with any numbers. */
  public void readDoubles(double[] values, int first, int count) {
    MemorySegment.copy(memory, StateWriter.DOUBLE, take(count, Double.BYTES), values, first, count);
  }

  /**
   * Reads a count or a code that {@link StateWriter#writeInt} wrote.
   *
   * @param what it is, for the message
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

  /** Reads a number that is neither NaN nor infinite. */
  public double readFinite(String what) {
    double value = readDouble();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "state has %s %s, expected a finite number".formatted(what, value));
    }
    return value;
  }

  /** Reads numbers that are neither NaN nor infinite, into an array of their own. */
  public double[] readFinite(String what, int count) {
    take(count, Double.BYTES);
    position -= (long) count * Double.BYTES;
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = readFinite(what);
    }
    return values;
  }

  /** Reads what {@link StateWriter#writeInt} wrote and refuses another value than this one. */
  public void expect(String what, int expected) {
    int value = readInt();
    if (value != expected) {
      throw new IllegalArgumentException(
          "state has %s %d, expected %d".formatted(what, value, expected));
    }
  }

  /** Refuses a state of which something is left. */
  public void expectEnd() {
    if (remaining() > 0) {
      throw new IllegalArgumentException(
          "state has " + memory.byteSize() + " bytes, expected " + position);
    }
  }

  /** Goes past values; answers where they begin. */
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
