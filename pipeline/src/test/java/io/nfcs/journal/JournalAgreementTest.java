package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TuningReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A check that decodes as little as possible finds the same as one that decodes everything. */
@Timeout(120)
class JournalAgreementTest {
  private static final long SEED = Long.getLong("nfcs.seed", 29);
  private static final int ROUNDS = 400;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void shouldFindTheSameInDamagedFiles() throws IOException {
    write(1, 60);
    write(2, 60);
    List<Path> files = JournalFile.list(folder).files().stream().map(JournalFile::path).toList();
    List<byte[]> intact = new ArrayList<>();
    for (Path file : files) {
      intact.add(Files.readAllBytes(file));
    }
    assertEquals(120, JournalCheck.of(folder).records());
    Set<String> reasons = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < files.size(); i++) {
        Files.write(files.get(i), random.nextInt(2) == 0 ? damaged(intact.get(i)) : intact.get(i));
      }
      JournalCheck check = JournalCheck.of(folder);
      String context = "seed " + SEED + ", round " + round;
      assertEquals(decoded(folder), check, context);
      JournalContents contents = JournalContents.of(folder);
      assertEquals(check, contents.check(), context);
      assertEquals(
          JournalledRun.all(folder).stream().map(run -> run.run() + " " + run.ticks()).toList(),
          contents.runs().stream().map(run -> run.header().run() + " " + run.ticks()).toList(),
          context);
      check.damages().forEach(damage -> reasons.add(damage.why().replaceAll("\\d+", "N")));
    }
    assertTrue(reasons.size() > 10, reasons::toString);
  }

  @Test
  void shouldTellOfRunsTicksAndReceipts() throws IOException {
    write(1, 5);
    write(2, 7);
    TuningReceipt receipt =
        new TuningReceipt(1, 2, 3, 4, 5, 6, true, 0.9, 1.0, 1.1, "a", "b", "c", "d", "e");
    Journal.append(folder, settings(), receipt);
    JournalContents contents = JournalContents.of(folder);
    assertEquals(
        List.of(RandomTicks.header(1), RandomTicks.header(2)),
        contents.runs().stream().map(JournalContents.Run::header).toList());
    assertEquals(
        List.of(5L, 7L), contents.runs().stream().map(JournalContents.Run::ticks).toList());
    assertEquals(List.of(receipt), contents.receipts());
    assertEquals(JournalCheck.of(folder), contents.check());
  }

  @Test
  void shouldTellWhereARunWasGoneOnWith() throws IOException {
    write(1, 5);
    RunHeader first = RandomTicks.header(1);
    RunHeader second =
        new RunHeader(
            first.run(),
            first.startEpochNanos() + 9,
            77,
            first.periodNanos(),
            first.shape(),
            first.config(),
            "later",
            first.environment(),
            5);
    try (Journal journal =
        Journal.open(folder, settings(), TickClock.system(), RandomTicks.SHAPE)) {
      journal.begin(second);
    }
    JournalContents contents = JournalContents.of(folder);
    assertEquals(List.of(new JournalContents.Run(first, 5, 0, Set.of(5L))), contents.runs());
    try (JournalReader reader = new JournalReader(folder)) {
      assertEquals(second, reader.latestRun());
    }
  }

  /** Returns a check by a reader that decodes every record. */
  static JournalCheck decoded(Path folder) throws IOException {
    JournalInspector inspector = new JournalInspector(folder);
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        inspector.add(reader, entry);
      }
    }
    return inspector.check().withStrangers(folder);
  }

  private void write(long run, int ticks) {
    SimulatedClock clock = new SimulatedClock(SEED);
    RandomTicks ofRun = new RandomTicks(run);
    try (Journal journal = Journal.open(folder, settings(), clock, RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(run));
      Tick tick = new Tick(RandomTicks.SHAPE);
      for (long number = 0; number < ticks; number++) {
        if (number % 20 == 19) {
          clock.pause(TimeUnit.MINUTES.toNanos(1));
        }
        ofRun.fill(tick, number);
        journal.append(tick);
      }
    }
  }

  private static JournalSettings settings() {
    return new JournalSettings(JournalSettings.Roll.MINUTELY, 65536, 0, 0, 0);
  }

  private byte[] damaged(byte[] intact) {
    byte[] file = intact.clone();
    // the written part ends long before the file does
    int written = file.length;
    while (file[written - 1] == 0) {
      written--;
    }
    int at = random.nextInt(written);
    int end = Math.min(written, at + 1 + random.nextInt(3000));
    switch (random.nextInt(6)) {
      case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(file, at, end, (byte) 0);
      case 2 -> Arrays.fill(file, at, file.length, (byte) 0);
      case 3 -> file = Arrays.copyOf(file, at);
      case 4 -> {
        int to = random.nextInt(written);
        System.arraycopy(file, at, file, to, Math.min(end - at, file.length - to));
      }
      default -> {
        for (int flips = 0; flips < 20; flips++) {
          file[random.nextInt(written)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return file;
  }
}
