package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damage of whole parts of files: it is reported, the records after it are read, later runs are
 * found.
 */
@Timeout(120)
class JournalDamageTest {
  private static final long SEED = Long.getLong("nfcs.seed", 19);
  private static final int PAGE = 4096;

  @TempDir Path folder;

  private JournalSettings settings =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);

  /** The disk has the header of the file with the position of the last record, but not the rest. */
  @Test
  void shouldTellOfALostTail() throws IOException {
    write(1, 20);
    List<Position> records = records();
    Position first = records.get(16);
    zero(first.file(), word(first), Long.MAX_VALUE);
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(15, check.records());
    JournalCheck.Damage damage = only(check);
    assertEquals(first.file(), damage.file());
    assertEquals(word(first), damage.position());
    assertEquals(
        "only zeros; the records up to byte " + word(records.getLast()) + " are missing",
        damage.why());
    write(2, 20);
    assertEquals(List.of(15, 20), ticksPerRun());
    assertEquals(damage, only(JournalCheck.of(folder)));
    assertEquals(2, latestRun());
  }

  @Test
  void shouldGoOnBehindAFileWithoutEndMarkThatLaterFilesFollow() throws IOException {
    writeFiles(3);
    Path second = JournalFile.list(folder).files().get(1).path();
    long end = wordsOf(second).getLast();
    zero(second, end, 4);
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(
        new JournalCheck.Damage(second, end, "only zeros; the end mark is missing"), only(check));
    assertEquals(15, check.records());
    assertEquals(List.of(15), ticksPerRun());
  }

  @Test
  void shouldGoOnBehindZerosInTheMiddle() throws IOException {
    write(1, 40);
    List<Position> records = records();
    Position lost = records.get(11);
    Position next = records.get(15);
    zero(lost.file(), word(lost), word(next) - word(lost));
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(36, check.records());
    assertEquals(word(lost), only(check).position());
    assertTrue(
        only(check)
            .why()
            .contains((word(next) - word(lost)) + " bytes before the next record are missing"),
        check::toString);
    List<Long> expected = new ArrayList<>(LongStream.range(0, 10).boxed().toList());
    expected.addAll(LongStream.range(14, 40).boxed().toList());
    assertEquals(expected, numbers());
    write(2, 3);
    assertEquals(List.of(36, 3), ticksPerRun());
  }

  @Test
  void shouldNotTakeTicksBehindAGapForThoseOfTheRunBefore() throws IOException {
    write(1, 5);
    write(2, 5);
    List<Position> records = records();
    Position last = records.get(5);
    Position next = records.get(8);
    // with the header of run 2
    zero(last.file(), word(last), word(next) - word(last));
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(4, check.records());
    assertEquals(1, check.runs());
    assertEquals(1 + 1, check.damages().size(), check::toString);
    assertEquals("4 ticks before the header of their run", check.damages().getLast().why());
  }

  @Test
  void shouldTellOfAFileThatEndsInARecord() throws IOException {
    write(1, 200);
    Position cut = records().stream().filter(r -> crossesPage(r)).findFirst().orElseThrow();
    long end = (cut.offset() / PAGE + 1) * PAGE;
    cut(cut.file(), end);
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(word(cut), only(check).position());
    assertTrue(only(check).why().startsWith("file ends in a record"), check::toString);
    long left = check.records();
    assertTrue(left > 0 && left < 200);
    write(2, 7);
    assertEquals(List.of((int) left, 7), ticksPerRun());
    assertEquals(left + 7, JournalCheck.of(folder).records());
  }

  @Test
  void shouldTellOfAFileThatEndsBetweenRecords() throws IOException {
    write(1, 20);
    Position last = records().get(18);
    cut(last.file(), word(last));
    assertEquals(word(last), only(JournalCheck.of(folder)).position());
    write(2, 7);
    assertEquals(List.of(17, 7), ticksPerRun());
  }

  @ParameterizedTest
  @EnumSource(JournalSettings.Roll.class)
  void shouldBeginBehindAForeignFileOfALaterTime(JournalSettings.Roll roll) throws IOException {
    settings = new JournalSettings(roll, 65536, 0, 0, 0);
    write(1, 5);
    String name =
        switch (roll) {
          case MINUTELY -> "29990101-0000.cq4";
          case HOURLY -> "29990101-00F.cq4";
          case DAILY -> "29990101F.cq4";
        };
    Path foreign = random(name);
    Path other = random("zzz.cq4");
    Path before = random("00000000.cq4");
    Path folderOfThatName = Files.createDirectory(folder.resolve(name.replace("2999", "2098")));
    Path soon = random(name.replace("2999", "2099"));
    write(2, 6);
    write(3, 7);
    assertEquals(List.of(5, 6, 7), ticksPerRun());
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(
        List.of(before, folderOfThatName, soon, foreign, other),
        check.damages().stream().map(JournalCheck.Damage::file).toList());
    assertEquals("not a file of the journal", check.damages().get(2).why());
    assertEquals(3, latestRun());
  }

  /** Opening a pipe without a writer would block forever. */
  @Test
  void shouldOpenNothingThatIsNoFile() throws Exception {
    write(1, 5);
    Path pipe = folder.resolve("29990101-00F.cq4");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path device =
        Files.createSymbolicLink(folder.resolve("29990101-01F.cq4"), Path.of("/dev/zero"));
    Path itself = folder.resolve("20000101F.cq4");
    Files.createSymbolicLink(itself, itself.getFileName());
    assertEquals(1, latestRun());
    write(2, 6);
    assertEquals(List.of(5, 6), ticksPerRun());
    assertEquals(
        Stream.of(itself, pipe, device)
            .map(file -> new JournalCheck.Damage(file, 0, "not a file of the journal"))
            .toList(),
        JournalCheck.of(folder).damages());
  }

  @Test
  void shouldReadALinkToAFile(@TempDir Path elsewhere) throws IOException {
    write(1, 5);
    Path file = JournalFile.list(folder).files().getFirst().path();
    Path moved = elsewhere.resolve("moved");
    Files.move(file, moved);
    Files.createSymbolicLink(file, moved);
    assertEquals(List.of(5), ticksPerRun());
    assertTrue(JournalCheck.of(folder).isComplete());
  }

  @Test
  void shouldSayWhatIsInAFileWithoutRecords() throws IOException {
    write(1, 5);
    Path file = folder.resolve("29990101F.cq4");
    assertEquals("file is empty", whyOf(Files.write(file, new byte[0])));
    assertEquals("only zeros, 1 byte", whyOf(Files.write(file, new byte[1])));
    assertEquals("only zeros, 500000 bytes", whyOf(Files.write(file, new byte[500_000])));
    assertEquals("not a file of the journal", whyOf(Files.write(file, new byte[] {1})));
  }

  /** As with a copy of a file. */
  @Test
  void shouldTellOfTicksThatAreThereTwice() throws IOException {
    write(1, 5);
    Path file = JournalFile.list(folder).files().getFirst().path();
    Path copy = Files.copy(file, folder.resolve("20990101F.cq4"));
    List<String> whys =
        JournalCheck.of(folder).damages().stream()
            .filter(damage -> damage.file().equals(copy))
            .map(JournalCheck.Damage::why)
            .toList();
    assertEquals(
        List.of(
            "the ticks of run 1 are recorded twice, in "
                + file.getFileName()
                + " and 20990101F.cq4"),
        whys);
  }

  /** As with a copy of several files. */
  @Test
  void shouldTellOfEveryFileThatIsThereTwice() {
    RecordedTwice twice = new RecordedTwice();
    List<String> told = new ArrayList<>();
    for (String file : List.of("a", "b", "c", "copy of a", "copy of b", "d", "copy of c")) {
      long from = 10L * "abcd".indexOf(file.charAt(file.length() - 1));
      for (long number = from; number < from + 10; number++) {
        String what = twice.add(1, number, Path.of(file));
        if (what != null) {
          told.add(what);
        }
      }
    }
    assertEquals(
        Stream.of("a", "b", "c")
            .map(file ->
                "the ticks of run 1 are recorded twice, in " + file + " and copy of " + file)
            .toList(),
        told);
  }

  private static String whyOf(Path file) throws IOException {
    try (FileWalk walk = new FileWalk(file)) {
      assertEquals(FileWalk.Step.DAMAGE, walk.step(true));
      return walk.damage();
    }
  }

  @Test
  void shouldNotBeginInAFileThatIsForeign() throws IOException {
    write(1, 5);
    Path own = JournalFile.list(folder).files().getFirst().path();
    Files.write(own, Files.readAllBytes(random("zzz.cq4")));
    write(2, 6);
    assertEquals(List.of(6), ticksPerRun());
    assertEquals(2, JournalCheck.of(folder).damages().size());
  }

  @Test
  void shouldGoOnWhenTheRollWasChanged() throws IOException {
    write(1, 5);
    settings = new JournalSettings(JournalSettings.Roll.HOURLY, 65536, 0, 0, 0);
    write(2, 5);
    settings = new JournalSettings(JournalSettings.Roll.MINUTELY, 1 << 20, 0, 0, 0);
    write(3, 5);
    settings = new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);
    write(4, 5);
    assertEquals(List.of(5, 5, 5, 5), ticksPerRun());
    assertTrue(JournalCheck.of(folder).isComplete());
  }

  /** A bit in the word before a record may hide it, or all that follows. */
  @Test
  void shouldNoticeEveryFlippedBitOfTheWordBeforeARecord() throws IOException {
    write(1, 6);
    Position third = records().get(3);
    for (int bit = 0; bit < 32; bit++) {
      flip(third.file(), word(third) + bit / 8, 1 << bit % 8);
      JournalCheck check = JournalCheck.of(folder);
      String context = "bit " + bit + ": " + check;
      assertFalse(check.isComplete(), context);
      assertEquals(third.file(), check.damages().getFirst().file(), context);
      assertTrue(check.damages().getFirst().position() <= third.offset(), context);
      assertTrue(check.records() >= 5, context);
      flip(third.file(), word(third) + bit / 8, 1 << bit % 8);
    }
    assertTrue(JournalCheck.of(folder).isComplete());
  }

  @Test
  void shouldReadOnWhenFilesAreCutAndTakenAwayUnderIt() throws IOException {
    writeFiles(3);
    List<JournalFile> files = JournalFile.list(folder).files();
    try (JournalReader reader = new JournalReader(folder)) {
      assertEquals(Entry.RUN, reader.next());
      assertEquals(Entry.TICK, reader.next());
      cut(files.get(0).path(), 0);
      Files.delete(files.get(1).path());
      List<Long> rest = new ArrayList<>();
      int damages = 0;
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        damages += reader.damage() == null ? 0 : 1;
        if (entry == Entry.TICK) {
          rest.add(reader.tick().number());
        }
      }
      assertEquals(List.of(10L, 11L, 12L, 13L, 14L), rest.subList(rest.size() - 5, rest.size()));
      assertEquals(1, damages);
    }
  }

  /**
   * The journal does not continue with it, and it is found even within the time resolution of the
   * file system after the listing.
   */
  @Test
  void shouldReadOnWhenAForeignFileOfALaterTimeComesMeanwhile() throws IOException {
    RandomTicks random = new RandomTicks(SEED);
    Tick tick = new Tick(RandomTicks.SHAPE);
    try (Journal journal =
            Journal.open(folder, settings, new SimulatedClock(SEED), RandomTicks.SHAPE);
        JournalReader reader = new JournalReader(folder)) {
      journal.begin(RandomTicks.header(1));
      assertEquals(Entry.RUN, reader.next());
      FileTime listed = Files.getLastModifiedTime(folder);
      Path foreign = random("29990101F.cq4");
      Files.setLastModifiedTime(folder, listed);
      for (long number = 0; number < 5; number++) {
        random.fill(tick, number);
        journal.append(tick);
        assertEquals(Entry.TICK, reader.next());
        assertEquals(number, reader.tick().number());
        if (number == 0) {
          assertEquals(Entry.UNREADABLE, reader.next());
          assertEquals(foreign, reader.position().file());
        }
        assertEquals(Entry.END, reader.next());
      }
    }
  }

  /**
   * A file with the name of a later one of the journal is passed over when the journal continues.
   */
  @Test
  void shouldGoOnBehindTheNextRollWhereAForeignFileHasALaterName() throws IOException {
    RandomTicks random = new RandomTicks(SEED);
    Tick tick = new Tick(RandomTicks.SHAPE);
    SimulatedClock clock = new SimulatedClock(SEED);
    try (Journal journal = Journal.open(folder, settings, clock, RandomTicks.SHAPE);
        JournalReader reader = new JournalReader(folder)) {
      journal.begin(RandomTicks.header(1));
      assertEquals(Entry.RUN, reader.next());
      Path foreign = random(nameOfALaterFile());
      assertEquals(Entry.UNREADABLE, reader.next());
      assertEquals(foreign, reader.position().file());
      List<Long> found = new ArrayList<>();
      for (long number = 0; number < 40; number++) {
        random.fill(tick, number);
        journal.append(tick);
        if (number % 10 == 9) {
          clock.pause(TimeUnit.DAYS.toNanos(1));
        }
        if (number % 3 == 0) {
          reader.ticks(each -> found.add(each.number()));
        }
      }
      reader.ticks(each -> found.add(each.number()));
      assertEquals(LongStream.range(0, 40).boxed().toList(), found);
    }
  }

  /** Returns the name of a file of the journal, some years from now. */
  private String nameOfALaterFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(JournalFile.ENDING))
          .findFirst()
          .orElseThrow()
          .replaceFirst("^20", "21");
    }
  }

  /** All readers of a damaged journal must agree. */
  @Test
  void shouldFindTheNextRunAfterEachOfTwentyDamages() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Integer> expected = new ArrayList<>();
    for (int run = 1; run <= 20; run++) {
      int ticks = 20 + random.nextInt(100);
      write(run, ticks);
      String context = "seed " + SEED + ", run " + run;
      assertEquals(run, latestRun(), context);
      List<Integer> found = ticksPerRun();
      assertEquals(run, found.size(), context);
      assertEquals(ticks, found.getLast(), context);
      assertEquals(expected, found.subList(0, run - 1), context);
      damage(random, context);
      assertFalse(JournalCheck.of(folder).isComplete(), context);
      expected = ticksPerRun();
      assertEquals(
          JournalCheck.of(folder).records(),
          expected.stream().mapToLong(Integer::longValue).sum(),
          context);
    }
  }

  private void damage(SplittableRandom random, String context) throws IOException {
    JournalFile last = JournalFile.list(folder).files().getLast();
    List<Long> words = wordsOf(last.path());
    // behind the header of the run
    long word = words.get(words.size() - 2 - random.nextInt(10));
    long within = word + 4 + random.nextInt(100);
    int kind = random.nextInt(5);
    switch (kind) {
      case 0 -> zero(last.path(), word, Long.MAX_VALUE);
      case 1 -> zero(last.path(), within, Long.MAX_VALUE);
      case 2 -> zero(last.path(), word / PAGE * PAGE, PAGE);
      case 3 -> cut(last.path(), within);
      default -> cut(last.path(), word);
    }
    assertFalse(JournalCheck.of(folder).isComplete(), context + ", kind " + kind);
  }

  private void write(long run, int ticks) {
    write(run, ticks, new SimulatedClock(SEED), ticks);
  }

  private void writeFiles(int files) {
    settings = new JournalSettings(JournalSettings.Roll.MINUTELY, 65536, 0, 0, 0);
    write(1, files * 5, new SimulatedClock(SEED), 5);
  }

  private void write(long run, int ticks, SimulatedClock clock, int ticksPerFile) {
    RandomTicks random = new RandomTicks(SEED);
    try (Journal journal = Journal.open(folder, settings, clock, RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(run));
      Tick tick = new Tick(RandomTicks.SHAPE);
      for (long number = 0; number < ticks; number++) {
        if (number > 0 && number % ticksPerFile == 0) {
          clock.pause(TimeUnit.MINUTES.toNanos(1));
        }
        random.fill(tick, number);
        journal.append(tick);
      }
    }
  }

  /** Returns the places of all intact records, including run headers. */
  private List<Position> records() {
    List<Position> records = new ArrayList<>();
    try (JournalReader reader = new JournalReader(folder)) {
      while (reader.next() != Entry.END) {
        if (reader.damage() == null) {
          records.add(reader.position());
        }
      }
    }
    return records;
  }

  private List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    try (JournalReader reader = new JournalReader(folder)) {
      reader.ticks(tick -> numbers.add(tick.number()));
    }
    return numbers;
  }

  private List<Integer> ticksPerRun() {
    return JournalledRun.all(folder).stream().map(run -> (int) run.ticks()).toList();
  }

  private long latestRun() {
    try (JournalReader reader = new JournalReader(folder)) {
      RunHeader latest = reader.latestRun();
      assertNotNull(latest);
      long last = reader.lastIndex();
      Entry entry = Entry.END;
      while (reader.index() != last) {
        entry = reader.next();
        assertTrue(entry != Entry.END);
      }
      assertEquals(Entry.TICK, entry);
      assertEquals(latest, reader.run());
      return latest.run();
    }
  }

  private static JournalCheck.Damage only(JournalCheck check) {
    assertEquals(1, check.damages().size(), check::toString);
    return Objects.requireNonNull(check.firstBad());
  }

  private static long word(Position record) {
    return record.offset() - DocumentWord.BYTES;
  }

  private static boolean crossesPage(Position record) {
    return record.offset() / PAGE != (record.offset() + record.bytes() - 1) / PAGE;
  }

  /** Returns the positions of the words of a file, that of its end last. */
  private static List<Long> wordsOf(Path file) throws IOException {
    List<Long> words = new ArrayList<>();
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      long position = 0;
      while (true) {
        words.add(position);
        access.seek(position);
        int word = Integer.reverseBytes(access.readInt());
        if (!DocumentWord.isFinished(word)) {
          return words;
        }
        position = DocumentWord.next(position, word);
      }
    }
  }

  private Path random(String name) throws IOException {
    byte[] bytes = new byte[100_000];
    new SplittableRandom(SEED).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  private static void zero(Path file, long position, long count) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      access.write(new byte[(int) Math.min(count, access.length() - position)]);
    }
  }

  private static void cut(Path file, long length) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(length);
    }
  }

  private static void flip(Path file, long position, int bits) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      int old = access.read();
      access.seek(position);
      access.write(old ^ bits);
    }
  }
}
