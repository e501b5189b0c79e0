package io.nfcs.grid.ignite.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.ignite.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientServerTest {
  private static final ClientSettings SETTINGS =
      NfcsConfig.parse("scarce", "grid: {clients: {handshake_millis: 20}}")
          .section("grid", NodeSettings.class)
          .clients();

  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger port = new AtomicInteger();

  @Test
  void shouldAcceptAgainWhenDescriptorsAreFree() throws Exception {
    Refusals refusals = new Refusals();
    try (ClientServer server = new ClientServer(this::listen, null, SETTINGS, refusals)) {
      server.open();
      while (refusals.counts().getOrDefault("handshake", 0L) == 0) {
        connect();
      }
      assertEquals(port.get(), server.port());
    }
    assertEquals(4, failures.get());
  }

  @Test
  void shouldLetNobodyInIfTheNodeHasStoppedBefore() throws Exception {
    failures.set(4);
    ClientServer server = new ClientServer(this::listen, null, SETTINGS, new Refusals());
    server.close();
    server.open();
    connect();
    assertEquals(4, failures.get());
  }

  /** Connects, and stays silent until the connection is closed. */
  private void connect() {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port.get())) {
      assertEquals(-1, silent.getInputStream().read());
    } catch (IOException notYet) {
      Thread.onSpinWait();
    }
  }

  private ServerSocket listen() throws IOException {
    if (failures.get() == 3) {
      throw scarce();
    }
    ServerSocket socket = new Scarce();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.get()));
    port.set(socket.getLocalPort());
    return socket;
  }

  private SocketException scarce() {
    failures.incrementAndGet();
    return new SocketException("Too many open files");
  }

  /** A socket without descriptors for some connections, which closes itself at last. */
  private final class Scarce extends ServerSocket {
    Scarce() throws IOException {}

    @Override
    public Socket accept() throws IOException {
      if (failures.get() < 3) {
        SocketException failure = scarce();
        if (failures.get() == 3) {
          close();
        }
        throw failure;
      }
      return super.accept();
    }
  }
}
