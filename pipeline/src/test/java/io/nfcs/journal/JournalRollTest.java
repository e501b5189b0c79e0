package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rolling of a journal to another file, and deletion of old files. */
@Timeout(60)
class JournalRollTest {
  private static final long SEED = 3;
  private static final int FILES = 4;
  private static final int TICKS_PER_FILE = 5;

  @TempDir Path folder;

  @Test
  void shouldBeginEveryFileWithTheHeaderOfItsRun() throws IOException {
    writeFiles(settings(0));
    assertEquals(FILES, files().size());
    assertEquals(
        List.of(Entry.RUN, Entry.TICK, Entry.TICK, Entry.TICK, Entry.TICK, Entry.TICK),
        entries().subList(0, 1 + TICKS_PER_FILE));
    assertEquals(FILES, entries().stream().filter(entry -> entry == Entry.RUN).count());
    for (Path file : files().subList(0, FILES - 1)) {
      Files.delete(file);
    }
    assertEquals(
        LongStream.range((FILES - 1) * TICKS_PER_FILE, FILES * TICKS_PER_FILE).boxed().toList(),
        ticks());
    assertTrue(JournalCheck.of(folder).isComplete());
  }

  @Test
  void shouldShowAReaderTheFilesThatComeWhileItReads() {
    SimulatedClock clock = new SimulatedClock(SEED);
    RandomTicks random = new RandomTicks(SEED);
    Tick tick = new Tick(RandomTicks.SHAPE);
    try (Journal journal = Journal.open(folder, settings(0), clock, RandomTicks.SHAPE);
        JournalReader reader = new JournalReader(folder)) {
      journal.begin(RandomTicks.header(1));
      assertEquals(Entry.RUN, reader.next());
      for (long number = 0; number < 20; number++) {
        random.fill(tick, number);
        journal.append(tick);
        Entry entry = reader.next();
        entry = entry == Entry.RUN ? reader.next() : entry;
        assertEquals(Entry.TICK, entry, "tick " + number);
        assertEquals(number, reader.tick().number());
        assertEquals(Entry.END, reader.next());
        clock.pause(TimeUnit.SECONDS.toNanos(20));
      }
    }
  }

  /** A clock that was ahead when a run was written must not put the next run before it. */
  @Test
  void shouldKeepRunsInOrderWhenTheClockIsSetBack() {
    writeFiles(settings(0));
    try (Journal journal =
        Journal.open(folder, settings(0), TickClock.system(), RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(2));
      Tick tick = new Tick(RandomTicks.SHAPE);
      new RandomTicks(4).fill(tick, 777);
      journal.append(tick);
    }
    List<Long> ticks = ticks();
    assertEquals(FILES * TICKS_PER_FILE + 1, ticks.size());
    assertEquals(777, ticks.getLast());
    try (JournalReader reader = new JournalReader(folder)) {
      assertEquals(2, latestRun(reader));
    }
  }

  @Test
  void shouldDeleteTheOldestFilesAndNeverOneThatIsNotReadToItsEnd() throws IOException {
    writeFiles(settings(1));
    Retention retention = new Retention(folder, settings(1), Clock.systemUTC());
    try (JournalReader reader = new JournalReader(folder)) {
      List<Long> read = new ArrayList<>();
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        retention.apply(reader);
        assertTrue(files().stream().anyMatch(file -> sameName(file, reader.currentFile())));
        if (entry == Entry.TICK) {
          read.add(reader.tick().number());
        }
      }
      assertEquals(LongStream.range(0, FILES * TICKS_PER_FILE).boxed().toList(), read);
    }
    assertEquals(1, files().size());
    assertEquals(TICKS_PER_FILE, ticks().size());
  }

  @Test
  void shouldDeleteNothingWithinTheLimits() throws IOException {
    writeFiles(settings(1L << 40));
    Retention retention = new Retention(folder, settings(1L << 40), Clock.systemUTC());
    try (JournalReader reader = new JournalReader(folder)) {
      while (reader.next() != Entry.END) {
        retention.apply(reader);
      }
    }
    assertEquals(FILES, files().size());
  }

  private void writeFiles(JournalSettings settings) {
    SeveralFiles.write(folder, settings, SEED, FILES, TICKS_PER_FILE);
  }

  private List<Entry> entries() {
    try (JournalReader reader = new JournalReader(folder)) {
      return Stream.generate(reader::next).takeWhile(entry -> entry != Entry.END).toList();
    }
  }

  private List<Long> ticks() {
    try (JournalReader reader = new JournalReader(folder)) {
      return Stream.generate(reader::next)
          .takeWhile(entry -> entry != Entry.END)
          .filter(entry -> entry == Entry.TICK)
          .map(entry -> reader.tick().number())
          .toList();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
    }
  }

  private static boolean sameName(Path file, @Nullable Path other) {
    return other != null && file.getFileName().equals(other.getFileName());
  }

  private static long latestRun(JournalReader reader) {
    RunHeader latest = reader.latestRun();
    assertNotNull(latest);
    return latest.run();
  }

  private static JournalSettings settings(long maxBytes) {
    return new JournalSettings(JournalSettings.Roll.MINUTELY, 65536, maxBytes, 0, 0);
  }
}
