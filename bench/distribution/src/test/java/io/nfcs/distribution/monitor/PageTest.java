package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.house.Sources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a running loop, in a real browser and with clients that do not read. */
@Isolated("the ticks that its run misses are counted")
@Timeout(180)
class PageTest {
  private static final Path BENCH = Sources.ROOT.resolve("bench");
  private static final Path MODULES = BENCH.resolve("target/node/node_modules");
  private static final int HZ = 10;

  @TempDir private static Path folder;

  private static MonitoredRun run;
  private static volatile double slowMillis;
  private static volatile long tick;
  private static volatile int slowParameter = -1;

  @BeforeAll
  static void start() throws Exception {
    run =
        MonitoredRun.start(
            folder.resolve("data"),
            Map.of(
                "orchestrator.hz",
                Integer.toString(HZ),
                "pipeline.stages",
                "{cgl: [], kuramoto: [], slow: [], workload: [], risk: [cgl, kuramoto, slow]}"),
            (number, input) -> {
              tick = number;
              if (slowParameter >= 0) {
                input.parameter(slowParameter, slowMillis);
              }
            });
    slowParameter = run.nfcs().header().shape().parameter("slow.millis");
  }

  @AfterAll
  static void stop() {
    run.close();
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "400, light", "1280, dark", "400, dark"})
  void shouldLiveInABrowserAndShowAStageThatIsSlow(int width, String theme) throws Exception {
    Assumptions.assumeTrue(
        Files.isDirectory(MODULES.resolve("playwright-core"))
            && Files.isExecutable(Path.of("/usr/bin/chromium")),
        "skipped: no chromium, or no playwright-core in " + MODULES + "; .ci/run installs both");
    slowMillis = 0;
    Process node = node(width, theme);
    try (BufferedReader out = node.inputReader();
        Writer in = node.outputWriter()) {
      JsonNode lives = json(out.readLine());
      assertTrue(lives.path("second").asLong() > lives.path("first").asLong() + 4, lives::toString);
      assertEquals("alive and ready", lives.path("health").asText());
      assertEquals(5, lives.path("stages").asInt());
      assertEquals(0, lives.path("red").asInt(), lives::toString);
      // four of the loop, and one each of the parameters kuramoto.coupling and slow.millis
      assertEquals(6, lives.path("charts").asInt(), lives::toString);
      assertEquals(0, lives.path("overflow").asInt(), lives::toString);
      assertEquals(
          theme.equals("dark") ? "rgb(16, 20, 24)" : "rgb(246, 247, 249)",
          lives.path("background").asText());
      slowMillis = 60;
      long slowFrom = tick;
      in.write("slow\n");
      in.flush();
      JsonNode slow = json(out.readLine());
      assertTrue(slow.path("red").asLong() - slowFrom <= 2 * HZ, slowFrom + " " + slow);
      assertEquals("true", slow.path("pressed").asText());
      assertEquals(0, slow.path("errors").size(), slow::toString);
      assertEquals(0, slow.path("foreign").size(), slow::toString);
      assertTrue(node.waitFor(60, TimeUnit.SECONDS));
    } finally {
      slowMillis = 0;
      node.destroyForcibly();
    }
  }

  @Test
  void shouldTellTheSummaryInTheStructureOfTheOriginal() throws Exception {
    JsonNode summary = json(run.get("/summary").body());
    assertEquals(
        List.of("system_performance", "component_performance", "cache_performance", "alerts"),
        names(summary));
    assertEquals(
        List.of(
            "overall_score", "coordination_frequency", "response_time_p95", "memory_efficiency"),
        names(summary.path("system_performance")));
    assertEquals(
        List.of("constitutional", "mathematical", "esc_system", "orchestrator"),
        names(summary.path("component_performance")));
    assertEquals(
        List.of("hit_ratio", "memory_usage", "eviction_rate"),
        names(summary.path("cache_performance")));
  }

  /** Two hundred clients that ask for events and never read, beside one that does. */
  @Test
  void shouldNotMindClientsThatDoNotRead() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), run.port()));
        socket
            .getOutputStream()
            .write(
                "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
        idle.add(socket);
      }
      long missed = run.nfcs().summary().missed();
      long from = tick;
      while (tick < from + 5 * HZ && !Thread.currentThread().isInterrupted()) {
        run.nfcs().await(Duration.ofMillis(100));
      }
      assertEquals(200, run.get("/health/live").statusCode());
      assertTrue(run.nfcs().summary().missed() - missed <= HZ);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Process node(int width, String theme) throws IOException {
    Path screenshots = Files.createDirectories(BENCH.resolve("target/screenshots"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                BENCH.resolve("lab/src/test/node/watch_page.js").toString(),
                run.uri("/").toString(),
                Integer.toString(width),
                theme,
                screenshots.resolve("page-" + theme + "-" + width + ".png").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("NODE_PATH", MODULES.toString());
    return builder.start();
  }

  private static JsonNode json(@Nullable String line) throws IOException {
    return new ObjectMapper().readTree(line == null ? "{}" : line);
  }
}
