package io.nfcs.tick;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A bounded run of bytes that travels with a tick (a token batch, a batch of actions).
 *
 * <p><b>Threads.</b> Owned by whoever owns its tick. <b>Allocates</b> only when made. <b>Fails</b>
 * with {@link IllegalArgumentException} when more than its capacity is put in, and then holds what
 * it held before.
 */
public final class Payload {
  private final UnsafeBuffer buffer;
  private int length;

  /** An empty payload of at most {@code capacityBytes}. */
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

  /** Empties it. */
  public void clear() {
    length = 0;
  }

  /** The bytes; only the first {@link #length()} count. */
  public DirectBuffer buffer() {
    return buffer;
  }

  /** Number of bytes in use. */
  public int length() {
    return length;
  }

  void copyFrom(Payload other) {
    set(other.buffer, 0, other.length);
  }
}
