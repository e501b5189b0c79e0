package io.nfcs.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of loopback on which nobody listens yet; whoever is quicker may take it. */
public final class FreePort {
  private FreePort() {}

  /** Looks for one. */
  public static int find() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
