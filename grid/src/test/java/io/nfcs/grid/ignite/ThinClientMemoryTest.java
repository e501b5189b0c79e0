package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

/** Limits of the heap for clients with the rights of a reader. */
@Isolated("the limits of texts are those of the JVM")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class ThinClientMemoryTest {
  private static final TableSchema WORDS =
      new TableSchema(
          "WORDS", List.of(new Column("ID", Long.class), new Column("TEXT", String.class)), 1);
  private static final int FIELDS = 200;
  private static final int FIELD_BYTES = 256 << 10;
  private static final int ANSWER_BYTES = 4 << 20;
  private static final int ROWS = 3000;

  private IgniteNode node;
  private int port;

  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    port = Ports.free();
    NodeSettings settings =
        NfcsConfig.parse(
                "memory",
                """
                grid:
                  offheap_bytes: 64MiB
                  disk_bytes: 256MiB
                  thin_client_port: %d
                """
                    .formatted(port))
            .section("grid", NodeSettings.class);
    node = IgniteNode.start(folder.resolve("node"), settings, TlsSettings.NONE);
    var fields = node.binary("FIELD");
    for (int i = 0; i < FIELDS; i++) {
      fields.put("run/" + i, new byte[FIELD_BYTES]);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long i = 0; i < ROWS; i++) {
      rows.add(new @Nullable Object[] {i, "w".repeat(4000)});
    }
    node.table(WORDS).upsert(rows);
  }

  @AfterAll
  void stopNode() {
    node.close();
  }

  @Test
  void shouldSendAllFieldsToManyClientsPageByPage() throws Exception {
    try (ExecutorService clients =
        Executors.newFixedThreadPool(6, work -> new Thread(work, "reader"))) {
      List<Future<Integer>> reads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        reads.add(clients.submit(this::readFields));
      }
      for (Future<Integer> read : reads) {
        assertEquals(FIELDS, read.get());
      }
    }
  }

  private int readFields() {
    try (IgniteClient client = client()) {
      Set<String> keys = new TreeSet<>();
      for (var entry :
          client.<String, byte[]>cache("FIELD").query(new ScanQuery<String, byte[]>())) {
        assertEquals(FIELD_BYTES, entry.getValue().length);
        keys.add(entry.getKey());
      }
      return keys.size();
    }
  }

  @Test
  void shouldBoundThePagesOfAScanOnTheWire() throws Exception {
    try (Socket socket = loggedIn()) {
      // without a filter, 1024 rows, of all partitions, of all nodes
      send(
          socket,
          request(15, (short) 2000)
              .putInt("FIELD".hashCode())
              .put((byte) 1)
              .put((byte) 101)
              .putInt(1024)
              .putInt(-1)
              .put((byte) 0));
      int fields = 0;
      ByteBuffer page = answer(socket);
      long cursor = page.getLong();
      while (true) {
        assertTrue(page.limit() <= ANSWER_BYTES, page::toString);
        fields += page.getInt();
        if (page.get(page.limit() - 1) == 0) {
          break;
        }
        send(socket, request(8, (short) 2001).putLong(cursor));
        page = answer(socket);
      }
      assertEquals(FIELDS, fields);
    }
  }

  @Test
  void shouldBoundWhatManyKeysAreAnsweredWith() {
    try (IgniteClient client = client()) {
      Set<String> few = new TreeSet<>();
      Set<String> many = new TreeSet<>();
      for (int i = 0; i < FIELDS; i++) {
        many.add("run/" + i);
        if (i < 10) {
          few.add("run/" + i);
        }
      }
      few.add("run/none");
      var cache = client.<String, byte[]>cache("FIELD");
      assertEquals(10, cache.getAll(few).size());
      assertRefused(assertThrows(ClientException.class, () -> cache.getAll(many)), "answer_bytes");
      assertEquals(FIELD_BYTES, cache.get("run/7").length);
    }
  }

  @Test
  void shouldSendAllRowsThoughAPageIsTooShortForThoseAskedFor() {
    try (IgniteClient client = client()) {
      String sql = "SELECT ID, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT FROM WORDS";
      assertEquals(ROWS, client.query(new SqlFieldsQuery(sql)).getAll().size());
      for (int page : new int[] {1, 7, 1000, 1024}) {
        SqlFieldsQuery query = new SqlFieldsQuery("SELECT ID FROM WORDS").setPageSize(page);
        assertEquals(ROWS, client.query(query).getAll().size());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT REPEAT(SPACE(1000000), 2000)",
        "SELECT REPEAT('x', 1000000000)",
        "SELECT SPACE(1000000000)",
        "SELECT SPACE(60000) || SPACE(60000)",
        "SELECT CONCAT(SPACE(60000), SPACE(60000))",
        "SELECT REPLACE(REPEAT('x', 1000), 'x', REPEAT('y', 1000))",
        "SELECT CHAR_LENGTH(REPEAT(TEXT, 1000)) FROM WORDS",
        "SELECT OVERLAY(SPACE(60000) PLACING SPACE(60000) FROM 1 FOR 1)",
        "SELECT LISTAGG(TEXT, REPEAT('x', 60000)) FROM WORDS",
        "SELECT STRING_AGG(TEXT, TEXT) FROM WORDS",
        "SELECT GROUP_CONCAT(TEXT, '01234567890123456') FROM WORDS",
        "SELECT ARRAY[TEXT, TEXT] FROM WORDS",
        "SELECT ARRAY(SELECT TEXT FROM WORDS)",
        "SELECT MAP['a', TEXT] FROM WORDS",
        "SELECT REGEXP_REPLACE(TEXT, 'w', 'wwwwwwwwwww') FROM WORDS",
        "SELECT JSON_ARRAY(TEXT, TEXT) FROM WORDS",
        "SELECT CAST('x' AS CHAR(1000000000))",
      })
  void shouldRefuseTextsThatAreTooLong(String sql) {
    try (IgniteClient client = client()) {
      ClientException refused =
          assertThrows(ClientException.class, () -> client.query(new SqlFieldsQuery(sql)).getAll());
      assertRefused(refused, "grid.clients.text_bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT LPAD('x', 1000000000, 'y')",
        "SELECT RPAD('x', 1000000000, 'y')",
        "SELECT CAST(CAST('1E1000000000' AS DECIMAL) AS VARCHAR)",
        "SELECT XMLTRANSFORM('<a/>', '<b/>')",
        "SELECT LISTAGG(a.TEXT, ',') FROM WORDS a, WORDS b",
        "SELECT ARRAY_AGG(a.TEXT) FROM WORDS a, WORDS b",
        "SELECT LISTAGG(TEXT, ',') FROM WORDS"
      })
  void shouldAnswerWithNothingLong(String sql) {
    try (IgniteClient client = client()) {
      assertThrows(ClientException.class, () -> client.query(new SqlFieldsQuery(sql)).getAll());
    }
  }

  @Test
  void shouldRefuseRowsAndStatementsThatAreTooLong() {
    try (IgniteClient client = client()) {
      String columns = "TEXT, ".repeat(3000);
      assertRefused(
          assertThrows(
              ClientException.class,
              () ->
                  client.query(new SqlFieldsQuery("SELECT " + columns + "ID FROM WORDS")).getAll()),
          "grid.clients.answer_bytes");
      assertRefused(
          assertThrows(
              ClientException.class,
              () ->
                  client
                      .query(new SqlFieldsQuery("SELECT ?").setArgs("x".repeat(70_000)))
                      .getAll()),
          "grid.clients.text_bytes");
      assertRefused(
          assertThrows(
              ClientException.class,
              () ->
                  client
                      .query(
                          new SqlFieldsQuery(
                              "SELECT " + "UPPER(TEXT), ".repeat(100) + "ID FROM WORDS"))
                      .getAll()),
          "grid.clients.text_bytes");
    }
  }

  @Test
  void shouldSayPlainlyThatThereIsNoRecursion() {
    try (IgniteClient client = client()) {
      SqlFieldsQuery query =
          new SqlFieldsQuery(
              "WITH RECURSIVE T(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM T) SELECT * FROM T");
      assertRefused(
          assertThrows(ClientException.class, () -> client.query(query).getAll()),
          "WITH RECURSIVE is not supported");
    }
  }

  @Test
  void shouldMakeTextsThatAreShortEnough() {
    try (IgniteClient client = client()) {
      assertEquals(
          List.of("aab", "a-b", "x c", "YWI=", "abab"),
          client
              .query(
                  new SqlFieldsQuery(
                      "SELECT 'a' || 'a' || 'b', CONCAT('a', '-', 'b'), REPLACE('a c', 'a', 'x'),"
                          + " TO_BASE64('ab'), REPEAT('ab', 2)"))
              .getAll()
              .getFirst());
    }
  }

  @Test
  void shouldBoundAnswersOfJdbc() throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:ignite:thin://127.0.0.1:" + port);
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("SELECT TEXT FROM WORDS")) {
        int count = 0;
        while (rows.next()) {
          count++;
        }
        assertEquals(ROWS, count);
      }
      SQLException refused =
          assertThrows(
              SQLException.class,
              () -> statement.executeQuery("SELECT " + "TEXT, ".repeat(3000) + "ID FROM WORDS"));
      assertTrue(refused.toString().contains("grid.clients.answer_bytes"), refused::toString);
    }
  }

  private static void assertRefused(ClientException refused, String key) {
    assertTrue(refused.toString().contains(key), refused::toString);
  }

  private IgniteClient client() {
    return Ignition.startClient(
        new ClientConfiguration().setAddresses("127.0.0.1:" + port).setTimeout(60_000));
  }

  private Socket loggedIn() throws IOException {
    byte[] handshake = {1, 1, 0, 0, 0, 0, 0, 2};
    return RawClient.loggedIn(port, 60_000, handshake);
  }

  /** Returns a request with length, operation and number; the rest is to be put. */
  private static ByteBuffer request(int more, short operation) {
    return ByteBuffer.allocate(14 + more)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(10 + more)
        .putShort(operation)
        .putLong(1);
  }

  private static void send(Socket socket, ByteBuffer request) throws IOException {
    byte[] bytes = new byte[request.flip().remaining()];
    request.get(bytes);
    socket.getOutputStream().write(bytes);
  }

  /** Returns the part of an answer after its number and a good status. */
  private static ByteBuffer answer(Socket socket) throws IOException {
    ByteBuffer answer = RawClient.read(socket);
    answer.getLong();
    assertEquals(0, answer.getInt());
    return answer;
  }
}
