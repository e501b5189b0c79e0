package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full for the time of some files; the test mounts a small one, which needs
 * privileges.
 */
@Timeout(60)
class JournalFullDiskTest {
  private static final long SEED = 23;
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.MINUTELY, 65536, 0, 0, 0);

  @TempDir Path mount;

  private final SimulatedClock clock = new SimulatedClock(SEED);
  private final RandomTicks random = new RandomTicks(SEED);
  private final Tick tick = new Tick(RandomTicks.SHAPE);
  private final List<Long> kept = new ArrayList<>();
  private long number;
  private int failed;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", mount.toString()) == 0);
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", "-l", mount.toString());
  }

  @Test
  void shouldKeepEveryTickItTookAndGoOnWhenThereIsRoomAgain() throws IOException {
    Path folder = mount.resolve("journal");
    try (Journal journal = Journal.open(folder, SETTINGS, clock, RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(1));
      append(journal, 100);
      assertEquals(0, failed);
      Path filler = fill();
      journal.look();
      for (int minute = 0; minute < 5; minute++) {
        append(journal, 1_000);
        clock.pause(TimeUnit.MINUTES.toNanos(1));
        journal.look();
      }
      assertTrue(failed > 0, "the disk was full");
      assertEquals(1, JournalFile.list(folder).files().size(), "no file begins on a full disk");
      int before = failed;
      Files.delete(filler);
      journal.look();
      append(journal, 500);
      clock.pause(TimeUnit.MINUTES.toNanos(1));
      append(journal, 500);
      assertEquals(before, failed);
    }
    assertEquals(3, JournalFile.list(folder).files().size());
    JournalCheck check = JournalCheck.of(folder);
    assertTrue(check.isComplete(), check::toString);
    assertEquals(kept, ticks(folder));
  }

  /** As on a file system without allocation ahead: the append fails in the middle. */
  @Test
  void shouldOpenItsFilesAgainAfterAFailure() throws IOException {
    Path folder = mount.resolve("journal");
    try (Journal journal = Journal.open(folder, SETTINGS, clock, RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(1));
      append(journal, 10);
      // in the way of the next file
      clock.pause(TimeUnit.MINUTES.toNanos(1));
      JournalFile file = JournalFile.list(folder).files().getFirst();
      Path next = folder.resolve(nextName(file));
      Files.writeString(next, "foreign");
      assertThrows(RuntimeException.class, () -> journal.append(tick));
      journal.look();
      append(journal, 10);
      assertEquals(0, failed);
      JournalCheck check = JournalCheck.of(folder);
      assertEquals(List.of(next), check.damages().stream().map(JournalCheck.Damage::file).toList());
      assertEquals(kept, ticks(folder));
    }
  }

  private static String nextName(JournalFile file) {
    long minute = file.minute() + 1;
    return DateTimeFormatter.ofPattern("yyyyMMdd-HHmm'.cq4'")
        .format(LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC));
  }

  private void append(Journal journal, int ticks) {
    for (int i = 0; i < ticks; i++) {
      random.fill(tick, number++);
      try {
        journal.append(tick);
        kept.add(tick.number());
      } catch (RuntimeException | Error full) {
        failed++;
      }
    }
  }

  private Path fill() throws IOException {
    Path filler = mount.resolve("filler");
    byte[] page = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  private static List<Long> ticks(Path folder) {
    List<Long> ticks = new ArrayList<>();
    try (JournalReader reader = new JournalReader(folder)) {
      reader.ticks(tick -> ticks.add(tick.number()));
    }
    return ticks;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
