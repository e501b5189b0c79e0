package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Connections to the port of thin clients, byte by byte. */
final class RawClient {
  private RawClient() {}

  static Socket connect(int port, int timeoutMillis) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(timeoutMillis);
    return socket;
  }

  /** Returns a client that has logged in. */
  static Socket loggedIn(int port, int timeoutMillis, byte... handshake) throws IOException {
    Socket socket = connect(port, timeoutMillis);
    socket.getOutputStream().write(message(handshake.length, handshake));
    assertEquals(1, read(socket).get());
    return socket;
  }

  /** Returns a message that claims a length. */
  static byte[] message(int length, byte[] payload) {
    return ByteBuffer.allocate(4 + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .put(payload)
        .array();
  }

  /** Returns the next message, without its length. */
  static ByteBuffer read(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] message = new byte[Integer.reverseBytes(in.readInt())];
    in.readFully(message);
    return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }
}
