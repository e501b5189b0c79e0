package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalCheck;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.JournalSettings;
import io.nfcs.journal.Retention;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.SimulatedRun;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.tick.RunHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long run of 64 x 64 cells at its defaults, of which retention has removed the first half: the
 * rest is executed again, and each of its ticks is found. Prints the time.
 */
class SimulatedDayTest {
  private static final int TICKS_A_MINUTE = 600;
  private static final int TICKS_AN_HOUR = 36_000;

  @TempDir Path dir;

  @Test
  @Timeout(300)
  void shouldExecuteWhatIsLeftOfHalfAnHour() throws Exception {
    judge(TICKS_AN_HOUR / 2, "minutely", 20);
  }

  @Test
  @Tag("torture")
  @Timeout(3600)
  void shouldExecuteWhatIsLeftOfADay() throws Exception {
    judge(24 * TICKS_AN_HOUR, "hourly", 200);
  }

  private void judge(int ticks, String roll, int windows) throws Exception {
    NfcsConfig config =
        NfcsConfig.parse("test", "{cgl: {nx: 64, ny: 64}, journal: {roll: " + roll + "}}")
            .with("run.ticks", Integer.toString(ticks));
    RunHeader header = SimulatedRun.run(dir, config);
    long first = removeHalf(JournalSettings.Roll.valueOf(roll.toUpperCase(Locale.ROOT)));
    assertTrue(first > ticks / 4 && first < ticks * 3L / 4, first + " of " + ticks);
    long started = System.nanoTime();
    ReplayReport report = Nfcs.replay(dir, done -> {});
    double seconds = (System.nanoTime() - started) / 1e9;
    assertTrue(report.holds(), report::toString);
    assertEquals(0, report.notCompared());
    assertEquals(ticks - first, report.equal());
    System.err.printf("%d ticks verified in %.1f s%n", report.equal(), seconds);

    SplittableRandom random = new SplittableRandom(7);
    double[] millis = new double[windows];
    for (int i = 0; i < windows; i++) {
      long tick = random.nextLong(first, ticks);
      long asked = System.nanoTime();
      ReplayReport one =
          Nfcs.replay(dir, header.run(), List.of(new Window(tick, tick)), done -> {});
      millis[i] = (System.nanoTime() - asked) / 1e6;
      assertEquals(1, one.equal(), one::toString);
      assertTrue(one.holds(), one::toString);
    }
    Arrays.sort(millis);
    System.err.printf(
        "a tick is found and executed in %.0f ms at the median, %.0f ms at p95%n",
        millis[windows / 2], millis[windows * 95 / 100]);
  }

  /** Removes the older half; returns the first tick that is left. */
  private long removeHalf(JournalSettings.Roll roll) throws IOException {
    Path journal = Journal.folder(dir);
    JournalCheck check = JournalCheck.of(journal);
    assertTrue(check.isComplete(), check::toString);
    long keyframes = bytes(journal.resolve("keyframes"));
    System.err.printf(
        "%d ticks: %d KiB of records, %d KiB of keyframes, together %.2f times the records%n",
        check.records(),
        check.bytes() / 1024,
        keyframes / 1024,
        (double) (check.bytes() + keyframes) / check.bytes());
    long all = bytes(journal) - bytes(Journal.documents(journal));
    JournalSettings settings = new JournalSettings(roll, 1 << 20, all / 2, 0, TICKS_A_MINUTE);
    Retention retention = new Retention(journal, settings, Clock.systemUTC());
    try (JournalReader reader = new JournalReader(journal)) {
      while (reader.next() != Entry.END) {
        retention.apply(reader);
      }
      reader.moveToStart();
      while (reader.next() != Entry.TICK) {
        // over the header
      }
      return reader.tick().number();
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
