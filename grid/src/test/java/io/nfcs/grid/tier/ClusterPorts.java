package io.nfcs.grid.tier;

import io.nfcs.config.NfcsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Addresses of the nodes of a test. */
public final class ClusterPorts {
  private ClusterPorts() {}

  /** Returns ports of loopback that were free a moment ago. */
  public static List<Integer> free(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      ports.add(sockets.getLast().getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  /** Returns the ports as a value of {@code cluster.addresses}. */
  public static String addresses(List<Integer> ports) {
    return ports.stream().map(port -> "'127.0.0.1:" + port + "'").toList().toString();
  }

  /** Returns the configuration of the node of a port in a cluster. */
  public static NfcsConfig config(int port, List<Integer> ports) {
    return NfcsConfig.parse(
        "test", "cluster: {port: %d, addresses: %s}".formatted(port, addresses(ports)));
  }
}
