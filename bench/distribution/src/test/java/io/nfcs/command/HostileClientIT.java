package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.lab.FreePort;
import io.nfcs.lab.load.Certificate;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A loop that ticks with the default rights, and strangers: clients that are silent, too many or
 * malicious, and nodes that want to join. They are refused and counted, the loop ticks as if they
 * were not there, and the node lives.
 */
@Isolated("its times must be its own")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileClientIT {
  private static final int SILENT = 1000;
  private static final int ROUNDS = 400;
  private static final int ENDED_BY_SIGTERM = 128 + 15;
  private static final String SECRET = "kept in the environment";

  private final List<Socket> silent = new ArrayList<>();
  private Path folder = Path.of("");
  private NfcsProcess run;
  private int port;
  private int clusterPort;
  private int monitorPort;
  private Path secretFile = Path.of("");

  @BeforeAll
  void startLoop(@TempDir Path temporary) throws Exception {
    folder = temporary;
    // another user gets this far, and no further
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    port = FreePort.find();
    clusterPort = FreePort.find();
    monitorPort = FreePort.find();
    secretFile = folder.resolve("cluster.p12");
    run =
        NfcsProcess.start(
            folder,
            Map.of("NFCS_TEST_SECRET", SECRET),
            "run",
            "--scenario",
            "reference",
            "--ticks",
            "0",
            "--data",
            folder.resolve("data").toString(),
            "--set",
            "grid.thin_client_port=" + port,
            "--set",
            "monitor.port=" + monitorPort,
            "--set",
            "cache.tiers=[near, cluster]",
            "--set",
            "cluster.port=" + clusterPort,
            "--set",
            "cluster.addresses=['127.0.0.1:" + clusterPort + "']",
            "--set",
            "cluster.secret_file=" + secretFile,
            "--json");
    assertTrue(run.awaitError("ticking", Duration.ofSeconds(90)), run::toString);
    while (refused("connection") < 0) {
      assertFalse(run.awaitExit(Duration.ofMillis(200)), run::toString);
    }
  }

  @AfterAll
  void stopLoop() throws Exception {
    for (Socket socket : silent) {
      socket.close();
    }
    run.kill();
  }

  @Test
  @Order(1)
  void shouldRefuseClientsThatAreSilentOrWantMoreThanToRead() throws Exception {
    final Periods start = periods();
    awaitTicks(100);
    Periods quiet = periods();
    long silentBefore = refused("connection") + refused("handshake");
    for (int i = 0; i < SILENT; i++) {
      connect(port);
    }
    try (IgniteClient client = client()) {
      assertTrue(ticks(client) >= 0);
      long before = refused("request");
      for (int i = 0; i < ROUNDS; i++) {
        assertThrows(ClientException.class, () -> client.createCache("MINE"));
        assertThrows(ClientException.class, () -> client.destroyCache("TICK"));
        if (i % 100 == 0) {
          awaitTicks(1);
        }
      }
      assertEquals(before + 2 * ROUNDS, refused("request"));
      for (String statement :
          List.of(
              "DELETE FROM TICK",
              "UPDATE TICK SET LATENESS_NANOS = 0",
              "DROP TABLE TICK",
              "ALTER TABLE TICK ADD COLUMN X INT",
              "CREATE TABLE MINE (ID INT PRIMARY KEY, V INT)",
              "SELECT * FROM SYS.NODE_ATTRIBUTES")) {
        assertThrows(
            ClientException.class,
            () -> client.query(new SqlFieldsQuery(statement)).getAll(),
            statement);
      }
      assertThrows(ClientException.class, () -> client.cluster().state(ClusterState.INACTIVE));
      assertThrows(
          ClientException.class, () -> client.cluster().nodes().iterator().next().attributes());
      assertTrue(refused("request") >= before + 2 * ROUNDS + 8);
      assertTrue(refused("connection") + refused("handshake") - silentBefore >= SILENT - 64);
      assertAlive(client);
    }
    String attacked = periods().since(quiet);
    System.err.println("quiet: " + quiet.since(start) + "; under attack: " + attacked);
    assertEquals(0, metric("nfcs_ticks_dropped_total"), attacked);
  }

  @Test
  @Order(2)
  void shouldLetNoForeignNodeIn() throws Exception {
    final long nodes = refused("node");
    long connections = refused("connection") + refused("handshake");
    for (int i = 0; i < SILENT / 2; i++) {
      connect(clusterPort);
    }
    List<Foreign> strangers = new ArrayList<>();
    strangers.add(new Foreign("plain", List.of(), classPath()));
    List<Foreign> certified =
        List.of(
            foreign("self", Certificate.make(folder("self-key"))),
            foreign("namesake", Certificate.make(folder("namesake-key"), "CN=nfcs cluster")),
            foreign("authority", Certificate.makeByAuthority(folder("authority-key"))));
    strangers.addAll(certified);
    boolean isRoot = System.getProperty("user.name").equals("root");
    if (isRoot) {
      strangers.add(
          new Foreign(
              "namespace",
              List.of("unshare", "-n", "bash", "-c", "ip link set lo up; exec \"$@\"", "_"),
              classPath()));
      strangers.add(
          new Foreign(
              "nobody",
              List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
              readableClassPath()));
    }
    for (Foreign stranger : strangers) {
      stranger.assertAlone();
      awaitTicks(1);
    }
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secretFile)));
    try (IgniteClient client = client()) {
      assertAlive(client);
    }
    assertFalse(run.err().contains("servers=2"), run::toString);
    String counts = counts();
    System.err.println("refused: " + counts);
    assertTrue(refused("node") - nodes >= certified.size(), counts);
    assertTrue(refused("connection") + refused("handshake") - connections >= SILENT / 2, counts);
    assertEquals(0, metric("nfcs_ticks_dropped_total"));
    assumeTrue(isRoot, "other namespaces and users were left out: only root may take them");
  }

  @Test
  @Order(3)
  void shouldHaveTickedAllTheTime() throws Exception {
    run.interrupt();
    assertEquals(ENDED_BY_SIGTERM, run.await(60), run::toString);
    JsonNode summary = run.json();
    assertTrue(summary.at("/ticks").asLong() > 0, summary::toString);
    assertEquals(0, summary.at("/journal/dropped").asLong(-1), summary::toString);
    assertEquals(
        summary.at("/ticks").asLong(), summary.at("/journal/records").asLong(), summary::toString);
    assertEquals(
        summary.at("/ticks").asLong(), summary.at("/store/ticks").asLong(), summary::toString);
    assertFalse(run.err().contains(SECRET), "the environment is in the log");
  }

  private void connect(int to) throws IOException {
    silent.add(new Socket(InetAddress.getLoopbackAddress(), to));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private Foreign foreign(String name, Certificate key) throws IOException {
    return new Foreign(
        name,
        List.of(),
        classPath(),
        key.keyStore().toString(),
        Files.readString(key.passwordFile()));
  }

  /** Asserts that ticks reach the tables, which needs the node. */
  private void assertAlive(IgniteClient client) throws InterruptedException {
    long ticks = ticks(client);
    while (ticks(client) <= ticks) {
      assertFalse(run.awaitExit(Duration.ofMillis(50)), run::toString);
    }
  }

  private String counts() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String kind : List.of("connection", "handshake", "node", "request")) {
      all.append(kind).append(' ').append(refused(kind)).append(' ');
    }
    return all.toString();
  }

  private IgniteClient client() {
    return Ignition.startClient(
        new ClientConfiguration().setAddresses("127.0.0.1:" + port).setTimeout(20_000));
  }

  private static long ticks(IgniteClient client) {
    return (Long)
        client
            .query(new SqlFieldsQuery("SELECT COUNT(*) FROM TICK"))
            .getAll()
            .getFirst()
            .getFirst();
  }

  /** Returns the count of a kind, -1 if there is none yet. */
  private long refused(String kind) throws Exception {
    return metric("nfcs_access_refused_total{kind=\"" + kind + "\"}");
  }

  /** Returns a number as the monitor shows it, -1 if it does not. */
  private long metric(String name) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest metrics =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monitorPort + "/metrics"))
              .build();
      String text = http.send(metrics, BodyHandlers.ofString()).body();
      Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(text);
      return line.find() ? (long) Double.parseDouble(line.group(1)) : -1;
    } catch (IOException notYet) {
      return -1;
    }
  }

  /** Waits until further ticks are in the journal, which needs no node. */
  private void awaitTicks(long more) throws Exception {
    long wanted = metric("nfcs_ticks_journalled_total") + more;
    while (metric("nfcs_ticks_journalled_total") < wanted) {
      assertFalse(run.awaitExit(Duration.ofMillis(50)), run::toString);
    }
  }

  /** Returns the outcomes of the periods since the start. */
  private Periods periods() throws Exception {
    return new Periods(metric("nfcs_ticks_started_total"), metric("nfcs_periods_missed_total"));
  }

  private record Periods(long ticks, long missed) {
    String since(Periods before) {
      long all = ticks - before.ticks + missed - before.missed;
      return "%d of %d periods missed".formatted(missed - before.missed, all);
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Returns the class path for {@link ForeignNode}, at a place that another user can read. */
  private String readableClassPath() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("classes"));
    Path own = Path.of("io/nfcs/command");
    Files.createDirectories(copy.resolve(own));
    List<String> path = new ArrayList<>(List.of(copy.toString()));
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      Path found = Path.of(entry);
      String name = found.getFileName().toString();
      if (Files.isDirectory(found.resolve(own))) {
        try (Stream<Path> classes = Files.list(found.resolve(own))) {
          for (Path foreign :
              classes
                  .filter(file -> file.getFileName().toString().startsWith("Foreign"))
                  .toList()) {
            Files.copy(foreign, copy.resolve(own).resolve(foreign.getFileName()));
          }
        }
      } else if (name.matches("(ignite-core|cache-api|annotations)-.*\\.jar")) {
        path.add(Files.copy(found, copy.resolve(name)).toString());
      }
    }
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path file : all.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return String.join(File.pathSeparator, path);
  }

  /** A {@link ForeignNode} in a process of its own. */
  private final class Foreign {
    private final String name;
    private final Process process;
    private final Path out;

    Foreign(String name, List<String> as, String classPath, String... key) throws IOException {
      this.name = name;
      Path work = Files.createDirectory(folder.resolve(name));
      Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path config = NfcsProcess.ROOT.resolve("config");
      Path options =
          Files.writeString(
              work.resolve("options"),
              Files.readString(config.resolve("jvm.options"))
                  + Files.readString(config.resolve("jvm-brief.options")));
      Files.setPosixFilePermissions(options, PosixFilePermissions.fromString("rw-r--r--"));
      out = Files.createTempFile(folder, name, ".out");
      List<String> command = new ArrayList<>(as);
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "@" + options,
              "-cp",
              classPath,
              ForeignNode.class.getName(),
              Integer.toString(clusterPort),
              work.toString()));
      command.addAll(List.of(key));
      process =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    }

    void assertAlone() throws Exception {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(out);
      assertFalse(text.contains("joined {"), name + ": " + text);
      assertFalse(text.contains(SECRET), name);
      // one that could not even begin would show nothing
      assertTrue(text.contains("alone"), name + ": " + text);
    }
  }
}
