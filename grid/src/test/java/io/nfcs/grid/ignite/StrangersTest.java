package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.Ignition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections to both ports of a node of the cluster that say nothing, or half of it. */
@Tag("slow")
@Timeout(120)
class StrangersTest {
  private static final int MANY = 300;

  /** The first bytes of a greeting of TLS that is longer. */
  private static final byte[] HALF_A_GREETING = {0x16, 3, 1, 2, 0, 1};

  @TempDir Path folder;

  private final List<Socket> silent = new ArrayList<>();
  private ClusterNode node;
  private int first;
  private int second;

  @BeforeEach
  void startNode() throws IOException {
    first = Ports.free();
    second = Ports.free();
    node = start("one", first);
  }

  @AfterEach
  void stopNode() throws IOException {
    for (Socket socket : silent) {
      socket.close();
    }
    node.close();
  }

  @Test
  void shouldLetNodesInThoughManyConnectAndSayNothing() throws Exception {
    for (int port : List.of(first, communicationPort())) {
      for (int i = 0; i < MANY; i++) {
        connect(port, i % 2 == 0 ? new byte[0] : HALF_A_GREETING);
      }
    }
    try (ClusterNode other = start("two", second)) {
      assertEquals(2, node.size());
      for (Socket socket : silent) {
        assertEnded(socket);
      }
      assertEquals(2, other.size());
      assertEquals(2, node.size());
    }
    while (count("connection") + count("handshake") < 2 * MANY - 2 * Strangers.MOST) {
      Thread.onSpinWait();
    }
    assertTrue(count("connection") > 0);
    assertEquals(0, count("node"));
  }

  @Test
  void shouldEndFewStrangersWhenTheirTimeIsOver() throws Exception {
    connect(first, HALF_A_GREETING);
    connect(communicationPort(), HALF_A_GREETING);
    for (Socket socket : silent) {
      assertEnded(socket);
    }
    while (count("handshake") < 2) {
      Thread.onSpinWait();
    }
    assertEquals(0, count("connection"));
  }

  @Test
  void shouldCountWhoDoesNotSpeakTheLanguage() throws Exception {
    // as a node of Ignite without TLS begins
    connect(first, new byte[] {0, 0, 0x47, 0x47});
    assertEnded(silent.getFirst());
    while (count("handshake") < 1) {
      Thread.onSpinWait();
    }
    try (ClusterNode other = start("two", second)) {
      assertEquals(2, other.size());
    }
    assertEquals(1, count("handshake"));
    assertEquals(0, count("connection"));
  }

  private ClusterNode start(String name, int port) {
    return ClusterNode.start(
        folder.resolve(name),
        NfcsConfig.parse(
            name,
            """
            cluster:
              port: %d
              addresses: ['127.0.0.1:%d', '127.0.0.1:%d']
              secret_file: '%s'
              max_bytes: 16MiB
            """
                .formatted(port, first, second, folder.resolve("own.p12"))));
  }

  private int communicationPort() {
    return Integer.parseInt(
        String.valueOf(
            Ignition.ignite("nfcs cluster " + folder.resolve("one"))
                .cluster()
                .localNode()
                .<Object>attribute("TcpCommunicationSpi.comm.tcp.port")));
  }

  private void connect(int port, byte[] first) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    silent.add(socket);
    socket.setSoTimeout(60_000);
    try {
      socket.getOutputStream().write(first);
    } catch (IOException ended) {
      // had to make room already
    }
  }

  private static void assertEnded(Socket socket) throws IOException {
    try {
      // bytes received before the end are skipped
      while (socket.getInputStream().read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException reset) {
      assertTrue(reset.toString().contains("reset"), reset::toString);
    }
  }

  private long count(String kind) {
    return node.refused().getOrDefault(kind, -1L);
  }
}
