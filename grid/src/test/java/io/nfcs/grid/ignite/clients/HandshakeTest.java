package io.nfcs.grid.ignite.clients;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handshakes with false lengths, which are not trusted. */
@Timeout(10)
class HandshakeTest {
  @Test
  void shouldRefuseATextOfNegativeLength() {
    for (int length : new int[] {-1, -5, -7, Integer.MIN_VALUE}) {
      ByteBuffer text = ClientGate.buffer(new byte[64]);
      text.position(32);
      text.put(GridBinaryMarshaller.STRING).putInt(length).position(32);
      assertThrows(MalformedRequest.class, () -> ClientGate.skipString(text));
    }
  }

  @Test
  void shouldRefuseMoreAttributesThanThereAreBytes() {
    for (int entries : new int[] {-1, 100, Integer.MAX_VALUE}) {
      assertThrows(MalformedRequest.class, () -> Handshake.check(handshake(entries)));
    }
  }

  /** Returns the texts of a map whose first one leads back to its own beginning. */
  private static byte[] handshake(int entries) {
    byte[] bytes = new byte[40];
    ByteBuffer message = ClientGate.buffer(bytes);
    message.put((byte) 1).putShort((short) 1).putShort((short) 7).putShort((short) 0);
    message.put((byte) 2);
    message.put(GridBinaryMarshaller.BYTE_ARR).putInt(1).put((byte) 0xFF);
    message.put(GridBinaryMarshaller.MAP).putInt(entries).put((byte) 1);
    message.put(GridBinaryMarshaller.STRING).putInt(-5);
    return bytes;
  }
}
