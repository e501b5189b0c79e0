package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.clients.ClientSettings;
import io.nfcs.memory.RegionStatistics;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.NodeAwayException;
import io.nfcs.table.NodeState;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientAuthenticationException;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.ClientConfiguration;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.apache.ignite.internal.IgniteEx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at every node of the JVM")
@Tag("slow")
@Timeout(120)
class IgniteNodeTest {
  private static final TableSchema TIMING =
      new TableSchema(
          "STAGE_TIMING",
          List.of(
              new Column("RUN", Long.class),
              new Column("TICK", Long.class),
              new Column("STAGE", String.class),
              new Column("DURATION_NANOS", Long.class),
              new Column("RISK", Double.class),
              new Column("FAILED", Boolean.class)),
          3);

  private static final ClientSettings CLIENTS =
      NfcsConfig.parse("clients", "grid: {clients: {caches: [STRANGER]}}")
          .section("grid", NodeSettings.class)
          .clients();

  @TempDir Path folder;

  @Test
  void shouldServeTablesToAThinClientThatHasNoneOfOurClasses() throws Exception {
    int port = freePort();
    try (IgniteNode node = start(port)) {
      Table table = node.table(TIMING);
      table.upsert(rows(0, 1000));
      table.upsert(rows(500, 1500));
      assertEquals(1500, table.count());
      node.binary("FIELD").put("1/2", new byte[] {1, 2, 3});
      try (IgniteClient client =
          Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port))) {
        assertEquals(
            List.of(List.of("cgl", 750L, 1498.0 / 2), List.of("risk", 750L, 1500.0 / 2)),
            client
                .query(
                    new SqlFieldsQuery(
                        "SELECT STAGE, COUNT(*), AVG(CAST(DURATION_NANOS AS DOUBLE)) FROM"
                            + " STAGE_TIMING GROUP BY STAGE ORDER BY STAGE"))
                .getAll());
        assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) client.cache("FIELD").get("1/2"));
      }
    }
  }

  @Test
  void shouldKeepTablesAndRegistersOverARestart() {
    try (IgniteNode node = start(0)) {
      node.table(TIMING).upsert(rows(0, 10));
      assertEquals(-1, node.register("applied").get(-1));
      node.register("applied").set(42);
    }
    try (IgniteNode node = start(0)) {
      assertEquals(10, node.table(TIMING).count());
      assertEquals(42, node.register("applied").get(-1));
    }
    // some have been told to end and are about to
    while (Thread.getAllStackTraces().keySet().stream().anyMatch(IgniteNodeTest::ofIgnite)) {
      assertFalse(Thread.currentThread().isInterrupted(), "threads of the node are left");
    }
  }

  @Test
  void shouldStopThoughTheCallerIsInterrupted() {
    IgniteNode node = start(0);
    Thread.currentThread().interrupt();
    node.close();
    assertTrue(Thread.interrupted());
    assertEquals(List.of(), Ignition.allGrids());
  }

  @Test
  void shouldCompareBytesByTheirContent() {
    TableSchema schema =
        new TableSchema(
            "STATE", List.of(new Column("TICK", Long.class), new Column("BYTES", byte[].class)), 1);
    try (IgniteNode node = start(0)) {
      Table table = node.table(schema);
      table.upsert(List.<@Nullable Object[]>of(new Object[] {1L, new byte[] {1, 2}}));
      assertEquals(
          new Table.Comparison(List.of(), List.of()),
          table.compare(List.<@Nullable Object[]>of(new Object[] {1L, new byte[] {1, 2}})));
      assertEquals(
          1,
          table
              .compare(List.<@Nullable Object[]>of(new Object[] {1L, new byte[] {1, 3}}))
              .altered()
              .size());
    }
  }

  @Test
  void shouldAddColumnsToATableAndKeepThoseOfAnotherType() {
    TableSchema first = new TableSchema("STAGE_TIMING", TIMING.columns().subList(0, 4), 3);
    TableSchema second = with("MOOD", Long.class);
    TableSchema third = with("MOOD", Double.class);
    try (IgniteNode node = start(0)) {
      node.table(first).upsert(List.<@Nullable Object[]>of(new Object[] {1L, 1L, "a", 10L}));
      node.table(second).upsert(List.<@Nullable Object[]>of(new Object[] {1L, 2L, "a", 20L, 7L}));
    }
    List<@Nullable Object[]> row =
        List.<@Nullable Object[]>of(new Object[] {1L, 3L, "a", 30L, 0.5});
    try (IgniteNode node = start(0)) {
      node.table(third).upsert(row);
      node.table(third).upsert(row);
      assertEquals(new Table.Comparison(List.of(), List.of()), node.table(third).compare(row));
      assertEquals(
          List.of(
              Arrays.asList(1L, 10L, null, null),
              Arrays.asList(2L, 20L, 7L, null),
              Arrays.asList(3L, 30L, null, 0.5)),
          Ignition.allGrids()
              .getFirst()
              .cache("STAGE_TIMING")
              .query(
                  new SqlFieldsQuery(
                      "SELECT TICK, DURATION_NANOS, MOOD, MOOD_DOUBLE FROM PUBLIC.STAGE_TIMING"
                          + " ORDER BY TICK"))
              .getAll());
    }
  }

  private static TableSchema with(String column, Class<?> type) {
    List<Column> columns = new ArrayList<>(TIMING.columns().subList(0, 4));
    columns.add(new Column(column, type));
    return new TableSchema("STAGE_TIMING", columns, 3);
  }

  /** Also for a table that an earlier version has made without an order. */
  @Test
  void shouldHandOutTheRowsOfATableInOrderAndRemoveThem() {
    TableSchema ordered = new TableSchema("STAGE_TIMING", TIMING.columns(), 3, 2);
    long full;
    try (IgniteNode node = start(0)) {
      node.table(TIMING).upsert(rows(0, 1000));
      assertThrows(IllegalStateException.class, () -> node.table(TIMING).first(1));
    }
    try (IgniteNode node = start(0)) {
      Table table = node.table(ordered);
      assertFalse(table.order(), "it is put in order from now on");
      awaitOrder(table);
      table.upsert(rows(1000, 3000));
      assertRows(rows(0, 3000).subList(0, 100), table.first(100));
      table.remove(rows(0, 50));
      table.remove(rows(0, 50));
      assertEquals(2950, table.count());
      assertRows(rows(50, 60), table.first(10));
      full = table.usedBytes();
    }
    try (IgniteNode node = start(0)) {
      Table table = node.table(ordered);
      awaitOrder(table);
      assertRows(rows(50, 60), table.first(10));
      // a checkpoint has given each partition pages for its lists
      assertNear(full, table.usedBytes());
      table.remove(rows(50, 3000));
      assertEquals(List.of(), table.first(10));
      long empty = table.usedBytes();
      assertTrue(empty < full - 2000 * 50, () -> empty + " of " + full);
      table.upsert(rows(50, 3000));
      assertNear(full, table.usedBytes());
    }
  }

  private static void assertNear(long expected, long bytes) {
    assertTrue(Math.abs(bytes - expected) < expected / 6, () -> bytes + ", before " + expected);
  }

  private static void awaitOrder(Table table) {
    while (!table.order()) {
      Thread.onSpinWait();
    }
  }

  private static void assertRows(List<@Nullable Object[]> expected, List<@Nullable Object[]> rows) {
    assertEquals(expected.size(), rows.size());
    assertEquals(
        expected.stream().map(Arrays::asList).collect(Collectors.toSet()),
        rows.stream().map(Arrays::asList).collect(Collectors.toSet()));
  }

  @Test
  void shouldSurviveAClientThatFillsTheVolatileRegion() throws Exception {
    int port = freePort();
    try (IgniteNode node = start(port);
        IgniteClient client =
            Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port))) {
      ClientCache<Integer, byte[]> stranger = client.cache("STRANGER");
      int last = 10_000;
      for (int i = 0; i <= last; i++) {
        stranger.put(i, new byte[10_000]);
      }
      assertTrue(stranger.size() < last, "nothing was given up");
      assertEquals(10_000, stranger.get(last).length);
      node.table(TIMING).upsert(rows(0, 10));
      assertEquals(10, node.table(TIMING).count());
    }
  }

  @Test
  void shouldLetUsersInOnly() throws Exception {
    int port = freePort();
    Path file = Files.writeString(folder.resolve("password"), "it's a \"long\" one");
    try (IgniteNode node = start(port, "127.0.0.1", file.toString())) {
      node.table(TIMING).upsert(rows(0, 10));
      assertRefused(port, "ignite", "ignite");
      assertRefused(port, "stranger", "ignite");
      assertThrows(
          ClientAuthenticationException.class,
          () ->
              Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port))
                  .close());
      // a client may know before it is counted
      while (node.refused().getOrDefault("login", 0L) < 3) {
        Thread.onSpinWait();
      }
      assertEquals(3, node.refused().get("login"));
      try (IgniteClient client = client(port, "ignite", "it's a \"long\" one")) {
        client.query(new SqlFieldsQuery("CREATE USER reader WITH PASSWORD 'reads'")).getAll();
      }
    }
    try (IgniteNode node = start(port, "127.0.0.1", file.toString());
        IgniteClient client = client(port, "READER", "reads")) {
      assertEquals(10, node.table(TIMING).count());
      assertEquals(
          List.of(List.of(10L)),
          client.query(new SqlFieldsQuery("SELECT COUNT(*) FROM STAGE_TIMING")).getAll());
      assertThrows(
          ClientException.class,
          () ->
              client
                  .query(new SqlFieldsQuery("ALTER USER \"ignite\" WITH PASSWORD 'mine'"))
                  .getAll());
    }
    Files.writeString(file, "quite another password");
    StartException refused =
        assertThrows(StartException.class, () -> start(port, "127.0.0.1", file.toString()).close());
    assertTrue(refused.toString().contains("grid.password_file"), refused::toString);
    assertEquals(List.of(), Ignition.allGrids());
  }

  @Test
  void shouldRefuseOtherAddressesWithoutTlsAndPassword() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "a long password");
    for (String password : List.of("", file.toString())) {
      ConfigException refused =
          assertThrows(ConfigException.class, () -> start(freePort(), "0.0.0.0", password).close());
      assertEquals(
          "grid.thin_client_host: 0.0.0.0 can be reached from other machines, which is allowed only"
              + " with TLS (tls.key_store) and grid.password_file; otherwise expected a loopback"
              + " address such as 127.0.0.1",
          refused.getMessage());
    }
  }

  @Test
  void shouldKeepATableInFewFiles() throws Exception {
    try (IgniteNode node = start(0)) {
      node.table(TIMING).upsert(rows(0, 5000));
      try (Stream<Path> files = Files.walk(folder.resolve("node"))) {
        long count = files.filter(Files::isRegularFile).count();
        assertTrue(count < 100, "files " + count);
      }
    }
  }

  @Test
  void shouldAnswerInTimeAndSayWhyWhileEveryOperationIsBlocked() {
    try (IgniteNode node = start(0, 300)) {
      Table table = node.table(TIMING);
      table.upsert(rows(0, 10));
      Register register = node.register("applied");
      register.set(1);
      List<RegionStatistics> before = node.regions();
      try (BlockedNode _ = BlockedNode.block()) {
        assertThrows(NodeAwayException.class, () -> table.upsert(rows(0, 20)));
        assertThrows(NodeAwayException.class, () -> register.set(2));
        assertThrows(NodeAwayException.class, table::count);
        assertThrows(NodeAwayException.class, () -> node.binary("FIELD"));
        assertEquals(NodeState.Phase.STUCK, node.state().phase());
        assertEquals("no answer within 300 ms (grid.operation_millis)", node.state().reason());
        assertEquals(1, node.state().overdueCalls());
        assertEquals(before.size(), node.regions().size());
      }
      await(node, NodeState.Phase.RUNNING);
      table.upsert(rows(0, 20));
      assertEquals(20, table.count());
    }
  }

  @Test
  void shouldBeStartedAgainAfterAFailureOrAStopBySomebody() {
    try (IgniteNode node = start(0)) {
      Table table = node.table(TIMING);
      table.upsert(rows(0, 10));
      node.register("applied").set(42);
      BinaryCache fields = node.binary("FIELD");
      fields.put("1/2", new byte[] {1, 2, 3});
      CountDownLatch told = new CountDownLatch(2);
      node.onAnswer(told::countDown);
      fail(new IOException("No space left on device"));
      await(node, NodeState.Phase.RESTARTING);
      assertEquals("No space left on device: " + folder.resolve("node"), node.state().reason());
      assertEquals(2, node.regions().size(), "as they were");
      await(node, NodeState.Phase.RUNNING);
      assertEquals(10, table.count());
      assertEquals(42, node.register("applied").get(-1));
      assertArrayEquals(new byte[] {1, 2, 3}, fields.get("1/2"));
      Ignition.stop(Ignition.allGrids().getFirst().name(), true);
      await(node, NodeState.Phase.RESTARTING);
      await(node, NodeState.Phase.RUNNING);
      table.upsert(rows(0, 20));
      assertEquals(20, table.count());
      assertEquals(2, node.state().restarts());
    }
    assertEquals(List.of(), Ignition.allGrids());
  }

  @Test
  void shouldBeActivatedAgainAndMakeAgainWhatSomebodyHasDestroyed() {
    try (IgniteNode node = start(0)) {
      Table table = node.table(TIMING);
      table.upsert(rows(0, 10));
      node.register("applied").set(42);
      Ignite ignite = Ignition.allGrids().getFirst();
      ignite.destroyCache("STAGE_TIMING");
      ignite.destroyCache("REGISTER");
      table.upsert(rows(0, 20));
      assertEquals(20, table.count());
      assertEquals(-1, node.register("applied").get(-1));
      ignite.cluster().state(ClusterState.INACTIVE);
      while (ignite.cluster().state() != ClusterState.ACTIVE) {
        Thread.onSpinWait();
      }
      table.upsert(rows(0, 30));
      assertEquals(30, table.count());
      assertEquals(NodeState.Phase.RUNNING, node.state().phase());
    }
  }

  @Test
  void shouldStopInTimeWhileItIsBeingStartedAgain() {
    IgniteNode node = start(0);
    fail(new IOException("No space left on device"));
    await(node, NodeState.Phase.RESTARTING);
    node.close();
    assertEquals(List.of(), Ignition.allGrids());
    assertThrows(NodeAwayException.class, () -> node.register("applied").get(-1));
    assertEquals(NodeState.Phase.CLOSED, node.state().phase());
  }

  private static void fail(Exception failure) {
    ((IgniteEx) Ignition.allGrids().getFirst())
        .context()
        .failure()
        .process(new FailureContext(FailureType.CRITICAL_ERROR, failure));
  }

  private static void await(IgniteNode node, NodeState.Phase phase) {
    while (node.state().phase() != phase) {
      Thread.onSpinWait();
    }
  }

  private static boolean ofIgnite(Thread thread) {
    return thread.isAlive() && !thread.isDaemon() && thread.getName().contains("nfcs ");
  }

  private static List<@Nullable Object[]> rows(int from, int to) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long i = from; i < to; i++) {
      rows.add(new @Nullable Object[] {1L, i / 2, i % 2 == 0 ? "cgl" : "risk", i, null, false});
    }
    return rows;
  }

  private IgniteNode start(int port) {
    return start(port, "127.0.0.1", "");
  }

  private IgniteNode start(int port, long operationMillis) {
    return start(port, "127.0.0.1", "", operationMillis);
  }

  private IgniteNode start(int port, String host, String passwordFile) {
    return start(port, host, passwordFile, 5000);
  }

  private IgniteNode start(int port, String host, String passwordFile, long operationMillis) {
    return IgniteNode.start(
        folder.resolve("node"),
        new NodeSettings(
            32 << 20,
            64 << 20,
            port,
            host,
            passwordFile,
            NodeSettings.Wal.LOG_ONLY,
            60_000,
            20_000,
            operationMillis,
            CLIENTS),
        TlsSettings.NONE);
  }

  private static IgniteClient client(int port, String user, String password) {
    return Ignition.startClient(
        new ClientConfiguration()
            .setAddresses("127.0.0.1:" + port)
            .setUserName(user)
            .setUserPassword(password));
  }

  private static void assertRefused(int port, String user, String password) {
    assertThrows(ClientAuthenticationException.class, () -> client(port, user, password).close());
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
