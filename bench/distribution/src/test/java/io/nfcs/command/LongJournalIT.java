package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalSettings;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long journals as a user looks into them: in little memory, however long they are. */
class LongJournalIT {
  private static final TickShape SHAPE =
      new TickShape(
          List.of("cgl", "kuramoto", "esc", "risk", "constitution"),
          List.of("kuramoto.coupling", "other"),
          4096);
  private static final Map<String, String> LITTLE_HEAP = Map.of("NFCS_JAVA_OPTS", "-Xmx24m");
  private static final long MAX_KIB = 150 << 10;

  @TempDir Path folder;

  @Test
  @Timeout(240)
  void shouldLookIntoTwentyThousandTicks() throws Exception {
    look(20_000, 5000);
  }

  @Test
  @Tag("torture")
  @Timeout(600)
  void shouldLookIntoAMillionTicksOfOneFile() throws Exception {
    look(1_000_000, 1_000_000);
  }

  @Test
  @Tag("torture")
  @Timeout(600)
  void shouldLookIntoAMillionTicksOfAHundredFiles() throws Exception {
    look(1_000_000, 10_000);
  }

  private void look(long ticks, long ticksPerFile) throws Exception {
    write(ticks, ticksPerFile);
    for (String command : List.of("stat", "verify")) {
      long begin = System.nanoTime();
      NfcsProcess process =
          NfcsProcess.start(
              folder, LITTLE_HEAP, "journal", command, folder.resolve("data").toString(), "--json");
      long peak = 0;
      while (!process.awaitExit(Duration.ofMillis(10))) {
        peak = Math.max(peak, process.peakKib());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      assertEquals(0, process.await(1), process::toString);
      JsonNode json = process.json();
      assertEquals(ticks, json.at("/records").asLong(), process::toString);
      assertTrue(json.at("/complete").asBoolean(), process::toString);
      assertTrue(peak < MAX_KIB, command + ": " + peak + " KiB");
      System.err.printf(
          "journal %s, %d ticks, %d files: %.2f s, at most %d MiB%n",
          command, ticks, ticks / ticksPerFile, seconds, peak >> 10);
    }
  }

  private void write(long ticks, long ticksPerFile) throws IOException {
    Path journal = Journal.folder(folder.resolve("data"));
    JournalSettings settings = new JournalSettings(JournalSettings.Roll.MINUTELY, 4 << 20, 0, 0, 0);
    SimulatedClock clock = new SimulatedClock(1);
    Tick tick = new Tick(SHAPE);
    try (Journal appended = Journal.open(journal, settings, clock, SHAPE)) {
      appended.begin(RandomTicks.header(1, SHAPE));
      for (long number = 0; number < ticks; number++) {
        if (number > 0 && number % ticksPerFile == 0) {
          clock.pause(TimeUnit.MINUTES.toNanos(1));
        }
        tick.begin(number, number, number, 0);
        for (int stage = 0; stage < tick.stageCount(); stage++) {
          tick.stage(stage, StageStatus.OK, number, number);
          tick.digest(stage, number * stage);
        }
        appended.append(tick);
      }
    }
    try (Stream<Path> files = Files.list(journal)) {
      assertEquals(ticks / ticksPerFile, files.count());
    }
  }
}
