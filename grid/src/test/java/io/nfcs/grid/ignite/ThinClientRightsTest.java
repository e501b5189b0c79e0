package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.IndexQuery;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientAtomicConfiguration;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.ClientCollectionConfiguration;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.ClientConfiguration;
import org.apache.ignite.lang.IgniteBiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights of a client by the default settings. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThinClientRightsTest {
  private static final TableSchema TICK =
      new TableSchema(
          "TICK",
          List.of(
              new Column("RUN", Long.class),
              new Column("TICK", Long.class),
              new Column("LATENESS_NANOS", Long.class)),
          2);
  private static final int ROWS = 100;

  private IgniteNode node;
  private IgniteClient client;
  private int port;

  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    port = Ports.free();
    NodeSettings settings =
        NfcsConfig.parse(
                "rights",
                """
                grid:
                  offheap_bytes: 32MiB
                  disk_bytes: 64MiB
                  thin_client_port: %d
                  clients: {caches: [OWN]}
                """
                    .formatted(port))
            .section("grid", NodeSettings.class);
    node = IgniteNode.start(folder.resolve("node"), settings, TlsSettings.NONE);
    Table table = node.table(TICK);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long i = 0; i < ROWS; i++) {
      rows.add(new @Nullable Object[] {1L, i, i * 1000});
    }
    table.upsert(rows);
    node.binary("FIELD").put("1/2", new byte[] {1, 2, 3});
    node.hidden("WARM_UP").put("a", new byte[] {1});
    node.register("applied").set(42);
  }

  @AfterAll
  void stopNode() {
    node.close();
  }

  @BeforeEach
  void connect() {
    client = Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port));
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void shouldReadTablesAndFields() {
    assertEquals(List.of(List.of((long) ROWS)), sql("SELECT COUNT(*) FROM TICK"));
    assertEquals(
        List.of(List.of(5L, 5000L)),
        sql("SELECT TICK, LATENESS_NANOS FROM TICK WHERE RUN = 1 AND TICK = 5"));
    assertEquals(1, sql("EXPLAIN PLAN FOR SELECT * FROM TICK").size());
    assertEquals(
        ROWS,
        sql("WITH t AS (SELECT * FROM TICK) SELECT * FROM t UNION ALL SELECT * FROM t WHERE 1 = 0")
            .size());
    assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) client.cache("FIELD").get("1/2"));
    assertTrue(client.cache("FIELD").containsKey("1/2"));
    assertEquals(1, client.cache("FIELD").size(CachePeekMode.PRIMARY));
    assertEquals(1, client.cache("FIELD").query(new ScanQuery<>()).getAll().size());
    assertEquals(
        ROWS, client.cache("TICK").withKeepBinary().query(new ScanQuery<>()).getAll().size());
    assertEquals(1, client.cache("FIELD").getAll(Set.of("1/2", "1/3")).size());
    assertTrue(client.cacheNames().contains("TICK"));
  }

  @Test
  void shouldAggregate() {
    assertEquals(
        List.of(List.of(100L, 100L, 99L, 0L, 49L)),
        sql("SELECT COUNT(*), COUNT(DISTINCT TICK), MAX(TICK), MIN(TICK), AVG(TICK) FROM TICK"));
    assertEquals(
        ROWS / 10,
        sql("SELECT TICK / 10, SUM(LATENESS_NANOS), AVG(CAST(LATENESS_NANOS AS DOUBLE)),"
                + " SUM(CAST(TICK AS DECIMAL(20, 2))), ANY_VALUE(TICK),"
                + " EVERY(TICK > 5), SOME(TICK > 5), BIT_OR(TICK),"
                + " LISTAGG(CAST(TICK AS VARCHAR), ','), ARRAY_AGG(TICK)"
                + " FROM TICK GROUP BY TICK / 10 ORDER BY 1")
            .size());
    assertEquals(
        ROWS,
        sql("SELECT a.TICK, b.LATENESS_NANOS FROM TICK a JOIN TICK b ON a.TICK = b.TICK ORDER BY 2")
            .size());
  }

  @Test
  void shouldReadTablesThroughACacheWithoutTables() {
    for (String name : List.of("FIELD", "REGISTER", "OWN", "TICK")) {
      assertEquals(
          List.of(List.of((long) ROWS)),
          client.cache(name).query(new SqlFieldsQuery("SELECT COUNT(*) FROM TICK")).getAll(),
          name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM TICK",
        "UPDATE TICK SET LATENESS_NANOS = 0",
        "INSERT INTO TICK (RUN, TICK, LATENESS_NANOS) VALUES (9, 9, 9)",
        "INSERT INTO TICK (RUN, TICK, LATENESS_NANOS) SELECT 9, TICK, 9 FROM TICK",
        "MERGE INTO TICK dst USING TICK src ON dst.TICK = src.TICK WHEN MATCHED THEN UPDATE SET"
            + " LATENESS_NANOS = 1",
        "DROP TABLE TICK",
        "CREATE TABLE MINE (ID INT PRIMARY KEY, V INT)",
        "CREATE TABLE IF NOT EXISTS TICK (ID INT PRIMARY KEY, V INT)",
        "CREATE TABLE MINE AS SELECT * FROM TICK",
        "ALTER TABLE TICK ADD COLUMN X INT",
        "ALTER TABLE TICK DROP COLUMN LATENESS_NANOS",
        "ALTER TABLE TICK NOLOGGING",
        "CREATE INDEX X ON TICK (LATENESS_NANOS)",
        "DROP INDEX X",
        "CREATE VIEW V AS SELECT * FROM TICK",
        "CREATE USER mallory WITH PASSWORD 'm'",
        "ALTER USER \"ignite\" WITH PASSWORD 'm'",
        "DROP USER \"ignite\"",
        "KILL QUERY '00000000-0000-0000-0000-000000000000_1'",
        "KILL SCAN '00000000-0000-0000-0000-000000000000' 'TICK' 1",
        "KILL SERVICE 'x'",
        "KILL TRANSACTION 'b1ef5d9a161-00000000-0ce7-0d0d-0000-000000000001'",
        "KILL COMPUTE 'b1ef5d9a161-00000000-0ce7-0d0d-0000-000000000001'",
        "KILL CONTINUOUS '00000000-0000-0000-0000-000000000000'"
            + " '00000000-0000-0000-0000-000000000000'",
        "ANALYZE TICK",
        "DROP STATISTICS TICK",
        "SELECT 1; DROP TABLE TICK",
        "SELECT * FROM SYS.NODE_ATTRIBUTES",
        "SELECT * FROM SYS.NODE_ATTRIBUTES WHERE NAME = 'PATH'",
        "SELECT COUNT(*) FROM SYS.NODES",
        "SELECT * FROM SYS.CONFIGURATION",
        "SELECT * FROM SYS.METASTORAGE",
        "SELECT t.TICK FROM TICK t JOIN SYS.NODE_ATTRIBUTES a ON 1 = 1",
        "SELECT TICK FROM TICK WHERE EXISTS (SELECT 1 FROM SYS.NODE_ATTRIBUTES)",
        "SELECT (SELECT COUNT(*) FROM SYS.NODE_ATTRIBUTES)",
      })
  void shouldRefuseToChangeOrToLookInside(String statement) {
    assertRefused(statement, () -> sql(statement));
    assertEquals(List.of(List.of((long) ROWS)), sql("SELECT COUNT(*) FROM TICK"));
  }

  @Test
  void shouldRefuseSystemViewsByTheSchemaOfTheRequest() {
    assertRefused(
        "schema",
        () ->
            client
                .query(new SqlFieldsQuery("SELECT * FROM NODE_ATTRIBUTES").setSchema("SYS"))
                .getAll());
  }

  @Test
  void shouldRefuseWhatIsNoRead() {
    var ticks = client.cache("TICK").withKeepBinary();
    Map<String, Executable> requests = new LinkedHashMap<>();
    requests.put("create", () -> client.createCache("MINE"));
    requests.put("get or create", () -> client.getOrCreateCache("MINE"));
    requests.put("get or create what is there", () -> client.getOrCreateCache("TICK"));
    requests.put("destroy", () -> client.destroyCache("TICK"));
    requests.put("destroy own", () -> client.destroyCache("OWN"));
    requests.put("put", () -> client.cache("FIELD").put("1/2", new byte[0]));
    requests.put("put if absent", () -> client.cache("FIELD").putIfAbsent("x", new byte[0]));
    requests.put("replace", () -> client.cache("FIELD").replace("1/2", new byte[0]));
    requests.put("get and remove", () -> client.cache("FIELD").getAndRemove("1/2"));
    requests.put("remove", () -> client.cache("FIELD").remove("1/2"));
    requests.put("remove all", ticks::removeAll);
    requests.put("clear", ticks::clear);
    requests.put("hidden", () -> client.cache("WARM_UP").get("a"));
    requests.put("register", () -> client.cache("REGISTER").get("applied"));
    requests.put("scan of hidden", () -> client.cache("WARM_UP").query(new ScanQuery<>()).getAll());
    requests.put(
        "scan with code",
        () -> client.cache("FIELD").query(new ScanQuery<>(new Filter())).getAll());
    requests.put("invoke", () -> client.<String, byte[]>cache("FIELD").invoke("1/2", new Code()));
    requests.put("index", () -> ticks.query(new IndexQuery<>("TICK_ROW")).getAll());
    requests.put("changes", () -> watch(ticks));
    requests.put("inactive", () -> client.cluster().state(ClusterState.INACTIVE));
    requests.put("no log", () -> client.cluster().disableWal("TICK"));
    requests.put("nodes", () -> client.cluster().nodes().iterator().next().attributes());
    requests.put("compute", () -> client.compute().execute("x", null));
    requests.put("service", () -> client.services().serviceDescriptors());
    requests.put("atomic", () -> client.atomicLong("a", new ClientAtomicConfiguration(), 1, true));
    requests.put("set", () -> client.set("s", new ClientCollectionConfiguration()));
    requests.put("transaction", () -> client.transactions().txStart());
    requests.put(
        "type",
        () -> client.binary().builder("TICK_ROW").setField("RUN", UUID.randomUUID()).build());
    requests.forEach(ThinClientRightsTest::assertRefused);
    assertEquals(List.of(List.of((long) ROWS)), sql("SELECT COUNT(*) FROM TICK"));
    assertEquals(42, node.register("applied").get(-1));
  }

  @Test
  void shouldCountWhatItRefuses() {
    long before = count("request");
    assertRefused("delete", () -> sql("DELETE FROM TICK"));
    assertRefused("create", () -> client.createCache("MINE"));
    assertEquals(before + 2, count("request"));
  }

  @Test
  void shouldLetJdbcReadAndNothingElse() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:ignite:thin://127.0.0.1:" + port);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(Integer.MAX_VALUE);
      try (ResultSet rows = statement.executeQuery("SELECT TICK FROM TICK")) {
        int count = 0;
        while (rows.next()) {
          count++;
        }
        assertEquals(ROWS, count);
      }
      for (String refused :
          List.of("DELETE FROM TICK", "DROP TABLE TICK", "SELECT * FROM SYS.NODE_ATTRIBUTES")) {
        assertThrows(SQLException.class, () -> statement.execute(refused), refused);
      }
      statement.addBatch("DELETE FROM TICK");
      assertThrows(SQLException.class, statement::executeBatch);
    }
    assertEquals(List.of(List.of((long) ROWS)), sql("SELECT COUNT(*) FROM TICK"));
  }

  @Test
  void shouldLetClientsWriteTheirOwnCachesOnly() {
    var own = client.<Integer, String>cache("OWN");
    own.put(1, "one");
    assertEquals("one", own.get(1));
    own.putAll(Map.of(2, "two", 3, "three"));
    assertEquals(3, own.size());
    own.removeAll();
    assertEquals(0, own.size());
  }

  private long count(String kind) {
    Long count = node.refused().get(kind);
    assertNotNull(count, kind);
    return count;
  }

  private List<List<?>> sql(String statement) {
    return client.query(new SqlFieldsQuery(statement)).getAll();
  }

  private static void watch(ClientCache<Object, Object> cache) {
    ContinuousQuery<Object, Object> query = new ContinuousQuery<>();
    query.setLocalListener(events -> {});
    cache.query(query).close();
  }

  private static final class Code implements CacheEntryProcessor<String, byte[], String> {
    private static final long serialVersionUID = 1;

    @Override
    public String process(MutableEntry<String, byte[]> entry, Object... arguments) {
      return entry.getKey();
    }
  }

  private static final class Filter implements IgniteBiPredicate<Object, Object> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean apply(Object key, Object value) {
      return true;
    }
  }

  private static void assertRefused(String what, Executable request) {
    Exception refused = assertThrows(Exception.class, request, what);
    StringBuilder causes = new StringBuilder(what);
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      causes.append(": ").append(cause);
    }
    assertTrue(causes.toString().contains("not authorized"), causes::toString);
  }
}
