package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.journal.Journal;
import io.nfcs.journal.Keyframe;
import io.nfcs.journal.Keyframes;
import io.nfcs.lab.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A plugin from outside of this project is used by every command, as the README says. */
@ResourceLock("BenchmarkLock")
@Timeout(240)
class SamplePluginIT {
  private static final int LEAST_TICKS = 120;
  private static final int KEYFRAME_TICKS = 50;
  private static final int STOPPED = 143;
  private static final double INERTIA = 0.8;

  /** A small field, which saves time. */
  private static final String NX = "cgl.nx=32";

  private static final String NY = "cgl.ny=32";
  private static final Pattern FLOODS = Pattern.compile("\nnfcs_tide_floods_total (\\S+)\n");

  @TempDir static Path folder;

  private static int sqlPort;
  private static int httpPort;
  private static String metrics = "";
  private static List<List<?>> levels = List.of();
  private static JsonNode state;
  private static JsonNode summary;

  @BeforeAll
  static void run() throws Exception {
    Path jars = Files.createDirectory(folder.resolve("jars"));
    SamplePlugin plugin = new SamplePlugin();
    plugin.writeJar(jars.resolve("tide.jar"), Files.createDirectory(folder.resolve("classes")));
    Files.writeString(config(), plugin.configuration(jars));
    sqlPort = FreePort.find();
    httpPort = FreePort.find();
    NfcsProcess run = start();
    assertTrue(run.awaitError("ticking", Duration.ofSeconds(90)), run::toString);
    while (floods() == 0) {
      metrics = get("/metrics");
      assertTrue(!run.awaitExit(Duration.ofMillis(50)), run::toString);
    }
    state = new ObjectMapper().readTree(get("/state"));
    while (levels.size() < LEAST_TICKS) {
      levels = levels();
      assertTrue(!run.awaitExit(Duration.ofMillis(50)), run::toString);
    }
    run.interrupt();
    assertEquals(STOPPED, run.await(120), run::toString);
    summary = run.json();
  }

  @Test
  void shouldTickAndJournal() {
    assertTrue(summary.at("/ticks").asLong() >= LEAST_TICKS, summary::toString);
    assertEquals(0, summary.at("/store/lag").asLong(), summary::toString);
    assertEquals(0, summary.at("/stages/tide/failures").asLong(-1), summary::toString);
  }

  @Test
  void shouldBeAColumnOfTheTable() {
    double level = 0;
    for (int tick = 0; tick < levels.size(); tick++) {
      level = INERTIA * level + (1 - INERTIA);
      assertEquals(List.of((long) tick, level, 1.0), levels.get(tick));
    }
  }

  @Test
  void shouldBeAMetricAndShareAClassWithItsObserver() {
    assertTrue(metrics.contains("# HELP nfcs_tide_level Level of the water.\n"), metrics);
    assertTrue(metrics.contains("\nnfcs_tide_level 0."), metrics);
    assertTrue(floods() > 0, metrics);
  }

  @Test
  void shouldBeAChartOfThePage() {
    assertTrue(
        state.at("/quantities").findValuesAsText("name").contains("tide.level"), state::toString);
  }

  @Test
  void shouldBeOnTheDashboard() throws Exception {
    NfcsProcess dashboard = command("export", "dashboard", "--config", config().toString());
    assertEquals(0, dashboard.await(60), dashboard::toString);
    assertTrue(dashboard.json().findValuesAsText("expr").contains("nfcs_tide_level"));
  }

  @Test
  void shouldReplayFromItsStateInAKeyframe() throws Exception {
    NfcsProcess replay =
        command("replay", data(), "--verify", "--from", "110", "--to", "115", "--json");
    assertEquals(0, replay.await(120), replay::toString);
    assertEquals(6, replay.json().at("/equal").asLong(), replay::toString);
    long run = replay.json().at("/runs/0/run").asLong();
    assertEquals(
        levels.get(2 * KEYFRAME_TICKS - 1).get(1), levelInKeyframe(run, 2 * KEYFRAME_TICKS));
  }

  /** The copy has no tick before its keyframe, so nothing else can be executed from. */
  @Test
  void shouldReplayWhatIsCutAtAKeyframe() throws Exception {
    Path out = folder.resolve("cut");
    NfcsProcess cut =
        command("journal", "cut", data(), "--from", "110", "--to", "115", "--out", out.toString());
    assertEquals(0, cut.await(60), cut::toString);
    NfcsProcess replay = command("replay", out.toString(), "--verify", "--json");
    assertEquals(0, replay.await(120), replay::toString);
    assertEquals(16, replay.json().at("/ticks").asLong(), replay::toString);
    assertEquals(16, replay.json().at("/equal").asLong(), replay::toString);
  }

  @Test
  void shouldBeMeasuredByAReplay() throws Exception {
    NfcsProcess bench =
        command(
            "replay",
            data(),
            "--bench",
            "--rounds",
            "1",
            "--ticks",
            "5",
            "--warm-up",
            "0",
            "--measure",
            "0",
            "--json");
    int status = bench.await(200);
    // so short a measurement may have any verdict
    assertTrue(status == ExitStatus.OK || status == ExitStatus.DOES_NOT_HOLD, bench::toString);
    assertTrue(bench.json().at("/first_divergence").isNull(), bench::toString);
    assertTrue(bench.json().at("/stages/tide/base_us/p50").asDouble() > 0, bench::toString);
  }

  @Test
  void shouldBeTuned() throws Exception {
    NfcsProcess tune =
        command(
            "tune",
            // its own, since it ticks a run there, which would be the latest to the others
            folder.resolve("tuned").toString(),
            "--dry-run",
            "--json",
            "--config",
            config().toString(),
            "--set",
            "tune.seconds=1",
            "--set",
            NX,
            "--set",
            NY,
            "--set",
            "monitor.port=0",
            "--set",
            "grid.thin_client_port=0");
    assertEquals(0, tune.await(200), tune::toString);
    JsonNode measured = tune.json().at("/measured");
    assertTrue(measured.at("/ticks").asLong() > 0, tune::toString);
    assertEquals(0, measured.at("/stages/tide/failures").asLong(-1), tune::toString);
  }

  private static double floods() {
    Matcher found = FLOODS.matcher(metrics);
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  private static String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + httpPort + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static List<List<?>> levels() {
    try (IgniteClient client =
        Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + sqlPort))) {
      return client
          .query(new SqlFieldsQuery("SELECT TICK, TIDE_LEVEL, TIDE_MOON FROM TICK ORDER BY TICK"))
          .getAll();
    }
  }

  private static Path config() {
    return folder.resolve("tide.yaml");
  }

  private static String data() {
    return folder.resolve("data").toString();
  }

  /** Returns the value that the plugin saved before a tick of the run. */
  private static double levelInKeyframe(long run, long tick) throws IOException {
    Keyframe keyframe = new Keyframes(Journal.folder(Path.of(data()))).read(run, tick);
    byte[] state = keyframe.states().get(keyframe.stages().indexOf("tide"));
    return ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).getDouble();
  }

  private static NfcsProcess command(String... arguments) throws IOException {
    return NfcsProcess.start(folder, arguments);
  }

  /** Returns a run that continues until it is stopped. */
  private static NfcsProcess start() throws IOException {
    return command(
        "run",
        "--json",
        "--config",
        config().toString(),
        "--data",
        data(),
        "--hz",
        "50",
        "--ticks",
        "10000",
        "--set",
        NX,
        "--set",
        NY,
        "--set",
        "journal.keyframe_ticks=" + KEYFRAME_TICKS,
        "--set",
        "monitor.port=" + httpPort,
        "--set",
        "grid.thin_client_port=" + sqlPort);
  }
}
