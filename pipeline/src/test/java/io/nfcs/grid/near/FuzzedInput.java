package io.nfcs.grid.near;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Choices of a test from the bytes of a fuzzer; all zero when they are used up. */
final class FuzzedInput {
  private final ByteBuffer bytes;

  FuzzedInput(byte[] data) {
    bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }

  /** Returns a number from 0 to 255. */
  int oneByte() {
    return (int) number(1);
  }

  /** Returns a number from 0 to 65535. */
  int twoBytes() {
    return (int) number(Short.BYTES);
  }

  int fourBytes() {
    return (int) number(Integer.BYTES);
  }

  long eightBytes() {
    return number(Long.BYTES);
  }

  boolean isSet() {
    return (number(1) & 1) != 0;
  }

  /** Returns bytes that repeat some of the fuzzer's. */
  byte[] filled(int length) {
    byte[] filled = new byte[length];
    int first = oneByte();
    int step = oneByte();
    for (int i = 0; i < length; i++) {
      filled[i] = (byte) (first + i * step);
    }
    return filled;
  }

  private long number(int length) {
    long number = 0;
    for (int i = 0; i < length && bytes.hasRemaining(); i++) {
      number |= (bytes.get() & 0xffL) << (i * Byte.SIZE);
    }
    return number;
  }
}
