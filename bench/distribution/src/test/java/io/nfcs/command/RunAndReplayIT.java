package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.lab.FreePort;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job end to end: the packaged command runs the reference scenario and replays it. */
@Timeout(240)
class RunAndReplayIT {
  @TempDir static Path folder;

  private static NfcsProcess process;
  private static JsonNode run;
  private static int page;

  @BeforeAll
  static void runTheReferenceScenario() throws Exception {
    page = FreePort.find();
    process =
        NfcsProcess.start(
            folder,
            "run",
            "--scenario",
            "reference",
            "--data",
            data().toString(),
            "--set",
            "grid.thin_client_port=0",
            "--set",
            "monitor.port=" + page,
            "--json");
    assertEquals(0, process.await(120), process::toString);
    run = process.json();
  }

  @Test
  void shouldRunJournalAndStoreEveryTick() {
    assertEquals(200, run.at("/ticks").asLong());
    assertEquals(200, run.at("/journal/records").asLong());
    assertEquals(0, run.at("/journal/dropped").asLong());
    assertEquals(200, run.at("/store/ticks").asLong());
    assertEquals(0, run.at("/store/lag").asLong());
    assertEquals(data().toString(), run.at("/data_dir").asText());
    run.at("/stages").forEach(stage -> assertEquals(0, stage.at("/failures").asLong()));
    assertEquals(
        List.of("cgl", "kuramoto", "risk"),
        Stream.of("cgl", "kuramoto", "risk").filter(run.at("/stages")::has).toList());
  }

  @Test
  void shouldSayFirstWhereToLookAndHowToEndIt() throws Exception {
    String err = process.err();
    assertTrue(err.contains("page  http://127.0.0.1:" + page + "\n"), err);
    assertTrue(err.contains("data  " + data() + "\n"), err);
    assertTrue(err.contains("stop  Ctrl-C"), err);
    assertTrue(process.out().startsWith("{"), process::toString);
  }

  @Test
  void shouldPrintEveryKeyOfTheContract() {
    for (String key : List.of("lateness_us", "tick_us")) {
      for (String quantile : List.of("p50", "p99", "p999", "max")) {
        assertTrue(run.at("/" + key + "/" + quantile).isNumber(), key + " " + quantile);
      }
    }
    run.at("/stages")
        .forEach(stage -> assertTrue(stage.at("/p50_us").isNumber() && stage.has("p99_us")));
    assertTrue(run.at("/missed").isIntegralNumber() && run.at("/hz").isNumber());
    assertTrue(run.at("/journal/bytes").asLong() > 0);
    JsonNode last = run.at("/final");
    double order = last.at("/order_parameter").asDouble();
    assertTrue(order > 0 && order <= 1, last::toString);
    assertTrue(last.at("/energy").isNumber() && last.at("/vortices").isIntegralNumber());
    assertTrue(last.at("/digest").asText().matches("[0-9a-f]{16}"), last::toString);
  }

  @Test
  void shouldReplayBitForBitWhateverTheVectorWidth() throws Exception {
    for (String flags : List.of("", "-XX:UseAVX=2", "-XX:UseAVX=1")) {
      NfcsProcess replay =
          NfcsProcess.start(
              folder,
              Map.of("NFCS_JAVA_OPTS", flags),
              "replay",
              data().toString(),
              "--verify",
              "--json");
      assertEquals(0, replay.await(120), replay::toString);
      assertEquals(200, replay.json().at("/ticks").asLong(), flags);
      assertEquals(200, replay.json().at("/equal").asLong(), flags);
      assertTrue(replay.json().at("/first_divergence").isNull(), flags);
    }
  }

  @Test
  void shouldNameTheTickWhoseInputWasChanged() throws Exception {
    long tick = 123;
    Path copy = folder.resolve("copy");
    copyTree(data().resolve("journal"), copy.resolve("journal"));
    changeOneInputByte(copy, tick);
    NfcsProcess replay = NfcsProcess.start(folder, "replay", copy.toString(), "--verify", "--json");
    assertEquals(ExitStatus.DOES_NOT_HOLD, replay.await(120), replay::toString);
    assertEquals(tick, replay.json().at("/first_divergence/tick").asLong(), replay::toString);
    assertNotEquals("", replay.json().at("/first_divergence/what").asText());
    assertTrue(replay.json().at("/equal").asLong() < 200);
  }

  @Test
  void shouldVerifyTheJournal() throws Exception {
    NfcsProcess verify =
        NfcsProcess.start(folder, "journal", "verify", data().toString(), "--json");
    assertEquals(0, verify.await(60), verify::toString);
    assertEquals(200, verify.json().at("/records").asLong());
    assertTrue(verify.json().at("/complete").asBoolean());
    assertTrue(verify.json().at("/first_bad").isNull());
  }

  /** Flips a bit of the driven coupling, found in the file by its value as the dump prints it. */
  private static void changeOneInputByte(Path data, long tick) throws Exception {
    NfcsProcess dump = NfcsProcess.start(folder, "journal", "dump", data.toString(), "--json");
    assertEquals(0, dump.await(60), dump::toString);
    for (JsonNode record : dump.json().at("/ticks")) {
      if (record.at("/tick").asLong() == tick) {
        Path file = Path.of(record.at("/file").asText());
        double coupling = record.at("/input/parameters/kuramoto.coupling").asDouble();
        flipLowestBit(file, record.at("/position").asLong(), record.at("/bytes").asInt(), coupling);
        return;
      }
    }
    throw new AssertionError("tick " + tick + " is not in the dump");
  }

  private static void flipLowestBit(Path file, long position, int bytes, double value)
      throws IOException {
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] record = new byte[bytes];
      journal.seek(position);
      journal.readFully(record);
      long wanted = Long.reverseBytes(Double.doubleToRawLongBits(value));
      ByteBuffer buffer = ByteBuffer.wrap(record);
      for (int i = 0; i + Double.BYTES <= bytes; i++) {
        if (buffer.getLong(i) == wanted) {
          journal.seek(position + i);
          journal.write(record[i] ^ 1);
          return;
        }
      }
    }
    throw new AssertionError("value " + value + " not found in the record");
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static Path data() {
    return folder.resolve("data");
  }
}
