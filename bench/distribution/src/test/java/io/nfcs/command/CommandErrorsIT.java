package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.PluginJar;
import io.nfcs.config.Plugins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages for requests that cannot be met. */
@Timeout(120)
class CommandErrorsIT {
  private static final String STAGES = "META-INF/services/io.nfcs.tick.Stage";

  @TempDir Path folder;

  @Test
  void shouldNameFileLineKeyAndRange() throws Exception {
    Path scenario =
        Files.writeString(folder.resolve("bad.yaml"), "run: {ticks: 1}\ncgl:\n  nx: 7\n");
    assertRefused(
        "nfcs: bad.yaml:3: cgl.nx: 7 cells is not allowed; expected a power of two from 16 to 2048",
        "run",
        "--scenario",
        scenario.toString());
  }

  @Test
  void shouldNameWhatAKeyOfTheCommandLineMayBe() throws Exception {
    assertRefused(
        "nfcs: set cgl.nx: 100 cells is not allowed; expected a power of two from 16 to 2048",
        "run",
        "--set",
        "cgl.nx=100");
    assertRefused(
        "nfcs: set ring.size: 3 ticks is not allowed; expected a power of two from 2 to 1024 ticks",
        "run",
        "--set",
        "ring.size=3");
    assertRefused(
        "kuramoto.omega: 1e300 rad/time is out of range",
        "run",
        "--set",
        "kuramoto.omega=[1e300, 1, 2]");
    assertRefused(
        "run.drive: parameter cgl.nope is unknown",
        "run",
        "--set",
        "run.drive=[{parameter: cgl.nope, base: 1}]");
    assertRefused(
        "nfcs: set orchestrator.hz: NaN is not allowed; expected a number, 0.1..1000 Hz",
        "run",
        "--set",
        "orchestrator.hz=NaN");
    assertRefused(
        "'orchestrator' is not KEY=VALUE, such as orchestrator.hz=10",
        "run",
        "--set",
        "orchestrator");
    assertRefused("'=5' is not KEY=VALUE", "run", "--set", "=5");
    Path bare = Files.writeString(folder.resolve("bare.yaml"), "pipeline: {stages: {risk: []}}\n");
    assertRefused("stage risk: stage cgl is unknown", "run", "--config", bare.toString());
  }

  @Test
  void shouldNotReadAConfigurationWithoutAnEnd() throws Exception {
    assertRefused(
        "nfcs: configuration /dev/zero is not a regular file", "run", "--config", "/dev/zero");
  }

  @Test
  void shouldNameThePoliciesThatAreNotThere() throws Exception {
    assertRefused(
        "nfcs: constitution.policies: /nope cannot be read: it does not exist",
        "run",
        "--data",
        folder.resolve("data").toString(),
        "--set",
        "grid.thin_client_port=0",
        "--set",
        "constitution.policies=/nope");
  }

  @Test
  void shouldNameAJarThatIsNoPlugin() throws Exception {
    Path jar = Files.createDirectory(folder.resolve("jars")).resolve("mood.jar");
    Files.writeString(jar, "garbage");
    assertRefused(jar, "it cannot be read as a jar");
    PluginJar.write(jar, Map.of());
    assertRefused(jar, "it is empty");
    writeOffer(jar, Plugins.API + 1);
    assertRefused(jar, "it is for API version 2; allowed: versions 1 to 1");
    writeOffer(jar, Plugins.API);
    assertRefused(jar, "org.example.Mood is named in " + STAGES + " but is not in the jar");
  }

  @Test
  void shouldNameAnUnknownSection() throws Exception {
    Path scenario = Files.writeString(folder.resolve("bad.yaml"), "kuramato: {dt: 0.1}\n");
    assertRefused(
        "nfcs: bad.yaml:1: unknown section 'kuramato'; did you mean kuramoto? Allowed: [alerts, bench,"
            + " cache, caches, cgl, cluster, constitution, degrade, disk,",
        "run",
        "--scenario",
        scenario.toString());
  }

  @Test
  void shouldNameAnUnknownScenario() throws Exception {
    assertRefused("nfcs: --scenario: nope is neither a file nor", "run", "--scenario", "nope");
  }

  @Test
  void shouldNameAPlugInThatIsNotThere() throws Exception {
    assertRefused(
        "nfcs: pipeline.stages: no plugin is named 'mood'; allowed: [cgl, constitution, esc, kuramoto,"
            + " risk, workload]",
        "run",
        "--set",
        "pipeline.stages={mood: []}");
  }

  @Test
  void shouldNameAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertRefused(
          "nfcs: grid.thin_client_port: " + taken.getLocalPort() + " on 127.0.0.1 is in use",
          "run",
          "--data",
          folder.resolve("data").toString(),
          "--set",
          "grid.thin_client_port=" + taken.getLocalPort());
    }
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void shouldNameTheProcessThatHoldsTheDataFolder() throws Exception {
    String data = folder.resolve("data").toString();
    NfcsProcess holder =
        NfcsProcess.start(
            folder, "run", "--data", data, "--ticks", "0", "--set", "grid.thin_client_port=0");
    assertTrue(holder.awaitError("ticking", Duration.ofSeconds(90)), holder::toString);
    assertRefused(
        "nfcs: data folder " + data + " is in use by process ",
        "run",
        "--data",
        data,
        "--set",
        "grid.thin_client_port=0");
    holder.kill();
  }

  @Test
  void shouldNameWhatIsNoJournal() throws Exception {
    assertRefused(
        "nfcs: " + folder + " does not hold a journal", "journal", "verify", folder.toString());
    assertRefused(
        "nfcs: " + folder + " does not hold a journal", "replay", "--verify", folder.toString());
  }

  @Test
  void shouldExplainItsUsage() throws Exception {
    NfcsProcess help = NfcsProcess.start(folder, "--help");
    assertEquals(0, help.await(60));
    assertTrue(help.out().contains("replay"), help::toString);
    assertRefused("Unknown option: '--nope'", "run", "--nope");
  }

  /** Writes a jar that states a version and names a stage that it does not have. */
  private static void writeOffer(Path jar, int api) throws IOException {
    PluginJar.write(
        jar,
        Map.of(
            STAGES,
            "org.example.Mood".getBytes(StandardCharsets.UTF_8),
            "META-INF/nfcs/api",
            Integer.toString(api).getBytes(StandardCharsets.UTF_8)));
  }

  /** Asserts that a jar is refused in one line, beside the JVM's messages about modules. */
  private void assertRefused(Path jar, String reason) throws IOException, InterruptedException {
    NfcsProcess run = NfcsProcess.start(folder, "run", "--set", "plugins.dir=" + jar.getParent());
    assertEquals(ExitStatus.UNUSABLE, run.await(90), run::toString);
    List<String> lines =
        run.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")).toList();
    assertEquals(1, lines.size(), run::toString);
    String expected = "nfcs: plugins.dir: " + jar + ": " + reason;
    assertTrue(lines.getFirst().startsWith(expected), () -> expected + "\n" + run);
    assertEquals("", run.out());
  }

  private void assertRefused(String message, String... arguments)
      throws IOException, InterruptedException {
    NfcsProcess process = NfcsProcess.start(folder, arguments);
    assertEquals(ExitStatus.UNUSABLE, process.await(90), process::toString);
    assertTrue(process.err().contains(message), () -> message + "\n" + process);
    assertFalse(process.err().contains("\tat "), () -> "a trace: " + process);
    assertEquals("", process.out());
  }
}
