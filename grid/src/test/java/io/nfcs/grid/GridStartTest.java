package io.nfcs.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.JvmFlags;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.StartException;
import io.nfcs.fork.Leash;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failed starts: each has one clear message, and leaves nothing half-started. */
@Isolated("it looks at every node of the JVM")
@Timeout(180)
class GridStartTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          "ROWS", List.of(new Column("ID", Long.class), new Column("V", Long.class)), 1);

  @TempDir Path folder;

  @Test
  void shouldNameTheProcessThatHoldsTheFolder() {
    try (DataFolder held = DataFolder.lock(folder.resolve("data"))) {
      assertMessage(
          "data folder "
              + held.path()
              + " is in use by process "
              + ProcessHandle.current().pid()
              + "; stop it or use another folder",
          "");
    }
    assertNothingStarted();
  }

  @Test
  void shouldKeepTheFilesOfTheFolderFromOthers() throws IOException {
    Path data = folder.resolve("data");
    DataFolder.lock(data).close();
    Path inner = Files.createDirectories(data.resolve("a/b"));
    Path file = Files.writeString(inner.resolve("c"), "secret");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (DataFolder held = DataFolder.lock(data)) {
      assertEquals("rwx------", rights(held.path()));
      assertEquals("rwx------", rights(inner));
      assertEquals("rw-------", rights(file));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    }
    assertEquals("rw-------", rights(file));
    assertEquals("rw-------", rights(data.resolve("nfcs.lock")));
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void shouldStayLockedForOthersWhenThisProcessAsksTwice() throws Exception {
    try (DataFolder held = DataFolder.lock(folder.resolve("data"))) {
      assertThrows(StartException.class, () -> DataFolder.lock(held.path()));
      Process other = fork(List.of("@" + options()));
      assertTrue(other.waitFor(60, TimeUnit.SECONDS));
      String printed = output(other);
      assertTrue(
          printed.contains("is in use by process " + ProcessHandle.current().pid()), printed);
    }
  }

  @Test
  void shouldRefuseAForeignFolder() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/thesis.txt"), "mine");
    assertMessage(
        "data folder "
            + folder.resolve("data")
            + " holds files that are not ours, such as [thesis.txt]; expected an empty folder or"
            + " that of an earlier run, which has a file nfcs.lock",
        "");
    assertNothingStarted();
    assertFalse(Files.exists(folder.resolve("data/nfcs.lock")));
  }

  @Test
  void shouldRefuseAFileInPlaceOfAFolder() throws IOException {
    Files.writeString(folder.resolve("data"), "a file");
    assertMessage("data folder " + folder.resolve("data") + " is a file; expected a folder", "");
  }

  @Test
  void shouldNameAPortInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertMessage(
          "grid.thin_client_port: "
              + taken.getLocalPort()
              + " on 127.0.0.1 is in use; expected a free port, or 0 for no endpoint",
          "grid: {thin_client_port: " + taken.getLocalPort() + "}");
    }
    assertNothingStarted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grid.disk_bytes         | grid: {disk_bytes: 4096GiB}",
        "cache.near_bytes        | cache: {near_bytes: 4096GiB}",
        "caches.roots.near_bytes | caches: {roots: {near_bytes: 4096GiB}}"
      })
  void shouldRefuseMoreThanThereIsMemory(String key, String yaml) {
    StartException refused = assertThrows(StartException.class, () -> start(yaml));
    String message = String.valueOf(refused.getMessage());
    assertTrue(
        message.matches(key + ": 4194304 MiB exceed the memory; allowed: up to [0-9]+ MiB .*"),
        message);
    assertNothingStarted();
  }

  @Test
  void shouldNameAValueOutOfRange() {
    Exception refused =
        assertThrows(ConfigException.class, () -> start("grid: {thin_client_port: 70000}"));
    assertEquals(
        "test.yaml:1: grid.thin_client_port: 70000 is out of range; allowed: 0..65535 (default"
            + " 10800)",
        refused.getMessage());
  }

  /** The node's stop takes longer than that; it may also be in time. */
  @Test
  void shouldTellWhyTheStartHasFailedThoughTheNodeIsLateToStop() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                start(
                    "{grid: {thin_client_port: 0, disk_bytes: 64MiB, stop_millis: 100},"
                        + " cache: {tiers: [near, cluster]}}"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("cluster.addresses: is empty"));
    while (!threads().isEmpty()) {
      assertFalse(Thread.currentThread().isInterrupted(), "the node never stops");
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldNameEachMissingFlagWithItsLine() throws Exception {
    Process process = fork(List.of());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String printed = output(process);
    assertTrue(
        printed.contains(
            "the JVM was started without flags that it needs here; add these, or start with java"
                + " @jvm.options, a file that "),
        printed);
    List<String> named =
        printed.lines().filter(line -> line.startsWith("  --")).map(String::strip).toList();
    assertEquals(JvmFlags.Part.NODE.flags(), named, "all that the node needs, and nothing else");
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void shouldFindItsFlagsInTheOneFileForThem() throws IOException {
    List<String> lines = Files.readAllLines(options());
    for (JvmFlags.Part part : JvmFlags.Part.values()) {
      assertTrue(lines.containsAll(part.flags()), part + ": " + part.flags());
    }
  }

  @Test
  void shouldRecoverByItselfAfterAKill() throws Exception {
    Process process = fork(List.of("@" + options()));
    String line;
    do {
      line = process.inputReader(StandardCharsets.UTF_8).readLine();
    } while (line != null && !line.equals("written 1000"));
    assertEquals("written 1000", line);
    process.destroyForcibly().waitFor();
    try (Grid grid = start("grid: {thin_client_port: 0, disk_bytes: 64MiB}")) {
      assertTrue(grid.table(SCHEMA).count() >= 1000);
      assertTrue(grid.register("rows").get(0) >= 1000);
    }
  }

  /** A program for a forked JVM: a start without flags, or writes of rows until it is killed. */
  static final class Forked {
    private Forked() {}

    /** Argument: the folder. */
    public static void main(String[] arguments) {
      NfcsConfig config =
          NfcsConfig.parse("fork", "grid: {thin_client_port: 0, disk_bytes: 64MiB}");
      try (Grid grid = Grid.start(Path.of(arguments[0]), config)) {
        Table table = grid.table(SCHEMA);
        for (long i = 0; ; i += 100) {
          List<@Nullable Object[]> rows = new ArrayList<>();
          for (long row = i; row < i + 100; row++) {
            rows.add(new @Nullable Object[] {row, row * row});
          }
          table.upsert(rows);
          grid.register("rows").set(i + 100);
          System.out.println("written " + (i + 100));
        }
      } catch (StartException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }

  private Process fork(List<String> flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Forked.class.getName(),
            folder.resolve("data").toString()));
    return new ProcessBuilder(Leash.on(command))
        .redirectError(folder.resolve("fork.err").toFile())
        .start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Path options() {
    return Path.of(System.getProperty("nfcs.root"), "config", "jvm.options");
  }

  private Grid start(String yaml) {
    return Grid.start(folder.resolve("data"), NfcsConfig.parse("test.yaml", yaml));
  }

  private void assertMessage(String message, String yaml) {
    Exception refused = assertThrows(StartException.class, () -> start(yaml));
    assertEquals(message, refused.getMessage());
  }

  private static void assertNothingStarted() {
    assertEquals(List.of(), threads());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("nfcs "))
        .toList();
  }
}
