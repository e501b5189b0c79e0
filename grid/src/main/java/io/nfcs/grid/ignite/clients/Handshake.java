package io.nfcs.grid.ignite.clients;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.apache.ignite.internal.processors.odbc.ClientListenerNioListener;
import org.apache.ignite.internal.processors.odbc.ClientListenerRequest;

/**
 * The first message of a client. It may carry attributes, from which Ignite would make objects of
 * any class before it knows who the client is; here they must be texts.
 *
 * <p>Layout: 1 (byte), version (three shorts), protocol (byte), then by protocol and version.
 */
final class Handshake {
  private static final int MOST_BYTES = 64 << 10;
  private static final int VERSION_STEP = 1000;
  private static final int WITH_FEATURES = version(1, 7);
  private static final byte ATTRIBUTES_FEATURE = 1;

  private final ByteBuffer message;

  private Handshake(byte[] message) {
    this.message = ClientGate.buffer(message);
  }

  static int mostBytes() {
    return MOST_BYTES;
  }

  /** Refuses a malformed first message, and one with attributes other than texts. */
  static void check(byte[] message) throws MalformedRequest {
    try {
      new Handshake(message).check();
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      throw new MalformedRequest("a handshake that ends too early", e);
    }
  }

  private void check() throws MalformedRequest {
    if (message.get() != ClientListenerRequest.HANDSHAKE) {
      throw new MalformedRequest("no handshake", null);
    }
    int version = version(message.getShort(), message.getShort());
    message.getShort();
    byte protocol = message.get();
    if (protocol == ClientListenerNioListener.THIN_CLIENT && version >= WITH_FEATURES) {
      int features = message.position();
      int count = skipBytes();
      boolean hasAttributes =
          count > 0 && (message.get(features + 1 + Integer.BYTES) & ATTRIBUTES_FEATURE) != 0;
      if (hasAttributes) {
        texts();
      }
    } else if (protocol == ClientListenerNioListener.JDBC_CLIENT && version >= version(2, 9)) {
      // seven flags, a text, a flag, a number that may be missing
      skip(7);
      ClientGate.skipString(message);
      skip(1);
      boolean isThere = message.get() != 0;
      skip(isThere ? Integer.BYTES : 0);
      texts();
    }
  }

  private void texts() throws MalformedRequest {
    byte type = message.get();
    if (type == GridBinaryMarshaller.NULL) {
      return;
    }
    if (type != GridBinaryMarshaller.MAP) {
      throw new MalformedRequest("attributes of type " + type, null);
    }
    int entries = message.getInt();
    message.get();
    if (entries < 0 || entries > message.remaining()) {
      throw new MalformedRequest(entries + " attributes", null);
    }
    for (long i = 0; i < 2L * entries; i++) {
      ClientGate.skipString(message);
    }
  }

  private int skipBytes() throws MalformedRequest {
    byte type = message.get();
    if (type == GridBinaryMarshaller.NULL) {
      return 0;
    }
    if (type != GridBinaryMarshaller.BYTE_ARR) {
      throw new MalformedRequest("features of type " + type, null);
    }
    int length = message.getInt();
    skip(length);
    return length;
  }

  private void skip(int bytes) throws MalformedRequest {
    if (bytes < 0) {
      throw new MalformedRequest("features of " + bytes + " bytes", null);
    }
    message.position(Math.addExact(message.position(), bytes));
  }

  private static int version(int major, int minor) {
    return major * VERSION_STEP + minor;
  }
}
