package io.nfcs.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A free port of loopback; another process may still take it first. */
public final class FreePort {
  private FreePort() {}

  /** Finds a free port. */
  public static int find() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
