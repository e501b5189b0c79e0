package io.nfcs.distribution.monitor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that may send anything. */
final class RawClient {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int LEAST_BUFFER_BYTES = 1024;

  private RawClient() {}

  /** Returns the whole answer to a request after which the connection is closed. */
  static String ask(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns a client that sends something and then neither reads nor disconnects. */
  static Socket stay(int port, String text) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(LEAST_BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (SocketException ended) {
      // had to make room already
    }
    return socket;
  }

  /** Returns the status that a request is answered with, 0 if the connection is closed instead. */
  static int send(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        String text = new String(line, StandardCharsets.ISO_8859_1);
        return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9)) : 0;
      } catch (SocketException reset) {
        return 0;
      }
    }
  }
}
