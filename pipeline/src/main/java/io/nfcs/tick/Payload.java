package io.nfcs.tick;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A bounded run of bytes that travels with a tick (a token batch, a batch of actions).
 *
 * <p><b>Threads.</b> Owned by the owner of its tick. <b>Allocates</b> only when made. <b>Fails</b>
 * with {@link IllegalArgumentException} when the content exceeds its capacity, and then keeps its
 * content.
 */
public final class Payload {
  private final UnsafeBuffer buffer;
  private int length;

  /** Creates an empty payload of at most {@code capacityBytes}. */
  Payload(int capacityBytes) {
    buffer = new UnsafeBuffer(new byte[capacityBytes]);
  }

  /** Replaces the content by a copy of the given bytes. */
  public void set(DirectBuffer source, int offset, int lengthBytes) {
    if (lengthBytes > buffer.capacity()) {
      throw new IllegalArgumentException(
          "payload of " + lengthBytes + " bytes, allowed 0.." + buffer.capacity());
    }
    buffer.putBytes(0, source, offset, lengthBytes);
    length = lengthBytes;
  }

  /** Clears the content. */
  public void clear() {
    length = 0;
  }

  /**
   * Returns the bytes; only the first {@link #length()} count, those after them are of earlier
   * ticks. A view: valid as long as the tick, and its content changes with the tick's.
   */
  public DirectBuffer buffer() {
    return buffer;
  }

  /** Returns the number of bytes in use. */
  public int length() {
    return length;
  }

  void copyFrom(Payload other) {
    set(other.buffer, 0, other.length);
  }
}
