package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of the resources of thin clients. */
@Isolated("it looks at every node of the JVM")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class ThinClientLimitsTest {
  private static final TableSchema BIG =
      new TableSchema(
          "BIG", List.of(new Column("ID", Long.class), new Column("TEXT", String.class)), 1);
  private static final int ROWS = 3000;
  private static final int CONNECTIONS = 4;

  private IgniteNode node;
  private NodeSettings settings;
  private int port;

  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    port = Ports.free();
    settings =
        NfcsConfig.parse(
                "limits",
                """
                grid:
                  offheap_bytes: 32MiB
                  disk_bytes: 64MiB
                  thin_client_port: %d
                  clients:
                    connections: %d
                    handshake_millis: 3000
                    message_bytes: 4KiB
                    queries: 2
                    query_millis: 3000
                    query_bytes: 8MiB
                """
                    .formatted(port, CONNECTIONS))
            .section("grid", NodeSettings.class);
    node = IgniteNode.start(folder.resolve("node"), settings, TlsSettings.NONE);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long i = 0; i < ROWS; i++) {
      rows.add(new @Nullable Object[] {i, "text " + i});
    }
    node.table(BIG).upsert(rows);
    awaitAnswer();
  }

  /** The first query finds no code compiled, and may take longer than is allowed here. */
  private void awaitAnswer() {
    while (true) {
      try (IgniteClient client = client()) {
        assertEquals(ROWS, rows(client));
        return;
      } catch (ClientException tooLate) {
        Thread.onSpinWait();
      }
    }
  }

  @AfterAll
  void stopNode() {
    node.close();
  }

  @Test
  void shouldLetClientsInThoughManyConnectAndSayNothing() throws Exception {
    long before = count("connection") + count("handshake");
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      silent.add(socket());
    }
    try (IgniteClient client = client()) {
      assertEquals(ROWS, rows(client));
      for (Socket socket : silent) {
        assertEnded(socket);
      }
      assertEquals(ROWS, rows(client));
    }
    assertTrue(count("connection") + count("handshake") - before >= 200 - CONNECTIONS);
  }

  @Test
  void shouldKeepWhoHasLoggedIn() {
    List<IgniteClient> clients = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.add(client());
    }
    assertThrows(ClientException.class, () -> client().close());
    for (IgniteClient client : clients) {
      assertEquals(ROWS, rows(client));
      client.close();
    }
    try (IgniteClient client = client()) {
      assertEquals(ROWS, rows(client));
    }
  }

  @Test
  void shouldEndWhoTakesTooLongToLogIn() throws Exception {
    long before = count("handshake");
    try (Socket socket = socket()) {
      // a byte now and then is not enough
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write(1);
      }
      assertEnded(socket);
    }
    awaitMore("handshake", before);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void shouldRefuseAFirstMessageThatIsTooLong(int length) throws Exception {
    long before = count("handshake");
    try (Socket socket = socket()) {
      socket
          .getOutputStream()
          .write(RawClient.message(length, new byte[] {1, 1, 0, 7, 0, 0, 0, 2}));
      assertEnded(socket);
    }
    awaitMore("handshake", before);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5000, Integer.MAX_VALUE})
  void shouldRefuseARequestThatIsTooLong(int length) throws Exception {
    long before = count("message");
    try (Socket socket = loggedIn()) {
      socket.getOutputStream().write(RawClient.message(length, new byte[10]));
      assertEnded(socket);
    }
    awaitMore("message", before);
  }

  @Test
  void shouldRefuseAttributesThatAreObjects() throws Exception {
    long before = count("handshake");
    // version 1.7.0, protocol 2, features with attributes, a map of one text to an object
    byte[] handshake = {
      1, 1, 0, 7, 0, 0, 0, 2, 12, 1, 0, 0, 0, 1, 25, 1, 0, 0, 0, 1, 9, 1, 0, 0, 0, 'a', 103, 1, 1, 0
    };
    try (Socket socket = socket()) {
      socket.getOutputStream().write(RawClient.message(handshake.length, handshake));
      assertEnded(socket);
    }
    awaitMore("handshake", before);
  }

  /** An object as Java writes it, a collection, a map, and more keys than there are bytes. */
  @ParameterizedTest
  @ValueSource(bytes = {-2, 24, 25, 23, 32, 35, -3, 77})
  void shouldMakeNoObjectsOutOfKeys(byte type) throws Exception {
    long before = count("request");
    byte[] request =
        ByteBuffer.allocate(40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 1000)
            .putLong(7)
            .putInt("BIG".hashCode())
            .put((byte) 1)
            .put(type)
            .array();
    try (Socket socket = loggedIn()) {
      socket.getOutputStream().write(RawClient.message(request.length, request));
      assertEquals(4, socket.getInputStream().readNBytes(4).length);
    }
    assertEquals(before + 1, count("request"));
  }

  @Test
  void shouldEndAQueryThatRunsTooLong() {
    long before = count("query");
    try (IgniteClient client = client()) {
      SqlFieldsQuery query =
          new SqlFieldsQuery(
                  "SELECT COUNT(*) FROM BIG a, BIG b, BIG c WHERE a.ID + b.ID + c.ID < 0")
              .setTimeout(1, TimeUnit.HOURS);
      assertThrows(ClientException.class, () -> client.query(query).getAll());
      awaitMore("query", before);
      // it makes room for the next
      assertEquals(ROWS, rows(client));
    }
  }

  @Test
  void shouldEndAQueryWhoseRowsAreNotRead() {
    long before = count("query");
    try (IgniteClient client = client()) {
      var rows = client.query(new SqlFieldsQuery("SELECT ID FROM BIG").setPageSize(1)).iterator();
      assertEquals(1, rows.next().size());
      awaitMore("query", before);
    }
  }

  @Test
  void shouldRefuseAQueryThatNeedsTooMuchMemory() {
    try (IgniteClient client = client()) {
      ClientException refused =
          assertThrows(
              ClientException.class,
              () ->
                  client
                      .query(
                          new SqlFieldsQuery(
                              "SELECT a.TEXT || b.TEXT AS T FROM BIG a, BIG b WHERE a.ID < 400"
                                  + " AND b.ID < 400 ORDER BY T"))
                      .getAll());
      assertTrue(refused.toString().contains("quota"), refused::toString);
      assertEquals(ROWS, rows(client));
    }
  }

  @Test
  void shouldSendFewRowsAtATime() {
    try (IgniteClient client = client()) {
      ScanQuery<Object, Object> all = new ScanQuery<>();
      all.setPageSize(Integer.MAX_VALUE);
      assertEquals(ROWS, client.cache("BIG").withKeepBinary().query(all).getAll().size());
      assertEquals(
          ROWS,
          client
              .query(new SqlFieldsQuery("SELECT * FROM BIG").setPageSize(Integer.MAX_VALUE))
              .getAll()
              .size());
    }
  }

  @Test
  void shouldLetClientsInAgainAfterARestartOfTheNode() {
    long restarts = node.state().restarts();
    Ignition.stop(Ignition.allGrids().getFirst().name(), true);
    while (node.state().restarts() == restarts) {
      Thread.onSpinWait();
    }
    try (IgniteClient client = client()) {
      assertEquals(ROWS, rows(client));
    }
  }

  @Test
  void shouldSayWhichPortIsTaken(@TempDir Path other) {
    StartException taken =
        assertThrows(
            StartException.class,
            () -> IgniteNode.start(other, settings, TlsSettings.NONE).close());
    assertTrue(
        taken.toString().contains("grid.thin_client_port: " + port + " of 127.0.0.1"),
        taken::toString);
    assertEquals(1, Ignition.allGrids().size());
  }

  private long count(String kind) {
    return node.refused().getOrDefault(kind, -1L);
  }

  private void awaitMore(String kind, long before) {
    while (count(kind) <= before) {
      Thread.onSpinWait();
    }
  }

  private static long rows(IgniteClient client) {
    return (Long)
        client.query(new SqlFieldsQuery("SELECT COUNT(*) FROM BIG")).getAll().getFirst().getFirst();
  }

  private IgniteClient client() {
    return Ignition.startClient(
        new ClientConfiguration().setAddresses("127.0.0.1:" + port).setTimeout(20_000));
  }

  private Socket socket() throws IOException {
    return RawClient.connect(port, 20_000);
  }

  private Socket loggedIn() throws IOException {
    byte[] handshake = {1, 1, 0, 7, 0, 0, 0, 2, 12, 0, 0, 0, 0};
    return RawClient.loggedIn(port, 20_000, handshake);
  }

  private static void assertEnded(Socket socket) throws IOException {
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (IOException reset) {
      assertTrue(reset.toString().contains("reset"), reset::toString);
    } finally {
      socket.close();
    }
  }
}
