package io.nfcs.monitor.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends any bytes, or none. */
final class Client implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket = new Socket();

  Client(int port) throws IOException {
    this(port, InetAddress.getLoopbackAddress());
  }

  /** Connects from an address of this machine. */
  Client(int port, InetAddress from) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    // so that unread data soon fills all buffers
    socket.setReceiveBufferSize(1024);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Sends a request of its own connection and reads the whole answer. */
  static String ask(int port, String request) throws IOException {
    try (Client client = new Client(port)) {
      return client.send(request).rest();
    }
  }

  Client send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  /** Reads as far as a text. */
  String until(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("ended with " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Reads until the server ends the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
