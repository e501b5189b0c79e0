package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.lab.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger in another language: the Ignite client of Node.js counts and averages the stages'
 * times by SQL while the loop runs. Prints the tick's p99 with and without it.
 */
@Timeout(240)
class NodeThinClientIT {
  private static final Path PREFIX = NfcsProcess.ROOT.resolve("bench/target/node");
  private static final Path MODULES = PREFIX.resolve("node_modules");
  private static final Path CLIENT = MODULES.resolve("apache-ignite-client");

  @TempDir Path folder;

  @Test
  void shouldQueryStageTimingsWhileTheLoopRuns() throws Exception {
    assumeTrue(installed(), "skipped: npm cannot install apache-ignite-client");
    int port = FreePort.find();
    NfcsProcess run = start(port);
    assertTrue(run.awaitError("ticking", Duration.ofSeconds(90)), run::toString);
    JsonNode answer = node(port);
    assertEquals(0, run.await(120), run::toString);
    JsonNode stages = answer.at("/stages");
    assertEquals(5, stages.size(), answer::toString);
    for (String name : List.of("cgl", "kuramoto", "esc", "risk", "constitution")) {
      JsonNode stage = stages.at("/" + name);
      assertTrue(stage.at("/count").asLong() > 0, answer::toString);
      assertTrue(stage.at("/average_nanos").asDouble() > 0, answer::toString);
    }
    assertTrue(answer.at("/queries").asLong() > 1, answer::toString);
  }

  private NfcsProcess start(int port) throws IOException {
    return NfcsProcess.start(
        folder,
        "run",
        "--scenario",
        "reference",
        "--data",
        folder.resolve("data").toString(),
        "--ticks",
        "120",
        "--set",
        "grid.thin_client_port=" + port,
        "--json");
  }

  /** Runs the script for some seconds and returns its output. */
  private JsonNode node(int port) throws Exception {
    Path out = Files.createTempFile(folder, "node", ".out");
    Path err = Files.createTempFile(folder, "node", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                NfcsProcess.ROOT.resolve("bench/lab/src/test/node/stage_timing.js").toString(),
                "127.0.0.1:" + port,
                "6")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("NODE_PATH", MODULES.toString());
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(err));
    return new ObjectMapper().readTree(Files.readString(out));
  }

  private static boolean installed() throws InterruptedException {
    if (Files.isDirectory(CLIENT)) {
      return true;
    }
    try {
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--silent",
                  "--no-audit",
                  "--no-fund",
                  "--prefix",
                  PREFIX.toString(),
                  "apache-ignite-client")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return npm.waitFor(60, TimeUnit.SECONDS) && npm.exitValue() == 0 && Files.isDirectory(CLIENT);
    } catch (IOException noNpm) {
      return false;
    }
  }
}
