package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.sbe.MessageHeaderDecoder;
import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.Payload;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TuningReceipt;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {
  private static final long SEED = 7;
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);

  @TempDir Path folder;

  @Test
  void shouldReadBackWhatWasAppended() {
    write(1, 50);
    RandomTicks expected = new RandomTicks(SEED);
    Tick tick = new Tick(RandomTicks.SHAPE);
    try (JournalReader reader = new JournalReader(folder)) {
      assertEquals(Entry.RUN, reader.next());
      assertEquals(RandomTicks.header(1), reader.run());
      for (long number = 0; number < 50; number++) {
        expected.fill(tick, number);
        assertEquals(Entry.TICK, reader.next());
        assertNull(reader.damage());
        assertSame(tick, reader.tick());
      }
      assertEquals(Entry.END, reader.next());
    }
  }

  /** Receipts stand between runs and do not change the runs read. */
  @Test
  void shouldKeepReceiptsBetweenRuns() throws IOException {
    TuningReceipt receipt =
        new TuningReceipt(
            42, 1, 9, 5, 400, 7, true, -0.2, -0.1, -0.05, "config", "a: 1", "a: 2", "is slow", "ü");
    write(1, 3);
    Journal.append(folder, SETTINGS, receipt);
    write(2, 2);
    try (JournalReader reader = new JournalReader(folder)) {
      assertEquals(
          List.of(
              Entry.RUN,
              Entry.TICK,
              Entry.TICK,
              Entry.TICK,
              Entry.RECEIPT,
              Entry.RUN,
              Entry.TICK,
              Entry.TICK),
          Stream.generate(reader::next).takeWhile(entry -> entry != Entry.END).toList());
      assertEquals(receipt, reader.receipt());
      assertEquals(2, Objects.requireNonNull(reader.latestRun()).run());
    }
    JournalCheck check = JournalCheck.of(folder);
    assertTrue(check.isComplete(), check::toString);
    assertEquals(5, check.records());
    assertEquals(2, check.runs());
  }

  @Test
  void shouldGoOnBehindAnEarlierRun() {
    write(1, 3);
    write(2, 4);
    try (JournalReader reader = new JournalReader(folder)) {
      RunHeader latest = reader.latestRun();
      assertNotNull(latest);
      assertEquals(2, latest.run());
      assertEquals(
          List.of(
              Entry.RUN,
              Entry.TICK,
              Entry.TICK,
              Entry.TICK,
              Entry.RUN,
              Entry.TICK,
              Entry.TICK,
              Entry.TICK,
              Entry.TICK,
              Entry.END),
          Stream.generate(reader::next).limit(10).toList());
    }
  }

  @Test
  void shouldFindTheRecordOfAnIndexAgain() {
    write(1, 20);
    try (JournalReader reader = new JournalReader(folder)) {
      for (int i = 0; i < 8; i++) {
        reader.next();
      }
      long number = reader.tick().number();
      long index = reader.index();
      reader.moveToStart();
      reader.next();
      assertTrue(reader.moveTo(index));
      assertEquals(Entry.TICK, reader.next());
      assertEquals(number, reader.tick().number());
    }
  }

  @Test
  void shouldCountIntactRecordsAndTheirBytes() throws IOException {
    write(1, 10);
    JournalCheck check = JournalCheck.of(folder);
    assertTrue(check.isComplete(), check::toString);
    assertEquals(10, check.records());
    assertEquals(1, check.runs());
    assertEquals(positions().stream().mapToLong(Position::bytes).sum(), check.bytes());
  }

  @Test
  void shouldNoticeEveryFlippedByteOfARecord() throws IOException {
    write(1, 5);
    Position third = positions().get(2);
    for (int i = 0; i < third.bytes(); i++) {
      flip(third.file(), third.offset() + i);
      JournalCheck check = JournalCheck.of(folder);
      JournalCheck.Damage damage = check.firstBad();
      assertNotNull(damage, "byte " + i);
      assertEquals(third.file(), damage.file(), "byte " + i);
      assertEquals(third.offset(), damage.position(), "byte " + i);
      assertEquals(4, check.records(), "byte " + i);
      flip(third.file(), third.offset() + i);
    }
    assertTrue(JournalCheck.of(folder).isComplete());
  }

  @Test
  void shouldReadEverythingBeforeATornTail() throws IOException {
    write(1, 5);
    Position fourth = positions().get(3);
    try (RandomAccessFile file = new RandomAccessFile(fourth.file().toFile(), "rw")) {
      file.setLength(fourth.offset() + fourth.bytes() / 2);
    }
    JournalCheck check = JournalCheck.of(folder);
    assertFalse(check.isComplete());
    assertEquals(3, check.records());
    assertTrue(damage(check).why().startsWith("file ends in a record"), check::toString);
    assertEquals(fourth.offset() - 4, damage(check).position());
  }

  @Test
  void shouldReportARecordThatItsWriterDidNotFinish() throws IOException {
    write(1, 5);
    Position last = positions().get(4);
    flip(last.file(), last.offset() - 1, 0x80);
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(4, check.records());
    assertEquals("record was not finished", damage(check).why());
    assertEquals(last.offset(), damage(check).position());
  }

  /** Remains of a writer that dies within a record: its bytes, after a word that is still 0. */
  @Test
  void shouldGoOnOverTheBytesOfADeadWriter() throws IOException {
    write(1, 5);
    Position last = positions().get(4);
    try (RandomAccessFile file = new RandomAccessFile(last.file().toFile(), "rw")) {
      file.seek((last.offset() + last.bytes() + 3 & ~3L) + 4);
      byte[] dirt = new byte[3000];
      Arrays.fill(dirt, (byte) 0x5A);
      file.write(dirt);
    }
    assertEquals(5, JournalCheck.of(folder).records());
    write(2, 3);
    JournalCheck check = JournalCheck.of(folder);
    assertTrue(check.isComplete(), check::toString);
    assertEquals(8, check.records());
    assertEquals(10, positions().size() + 1);
  }

  /** The same with the word of an unfinished record: the next writer must not stop there. */
  @Test
  void shouldGoOnOverARecordThatItsWriterDidNotFinish() throws IOException {
    write(1, 5);
    Position last = positions().get(4);
    try (RandomAccessFile file = new RandomAccessFile(last.file().toFile(), "rw")) {
      file.seek(last.offset() + last.bytes() + 3 & ~3L);
      file.writeInt(Integer.reverseBytes(0x80000000));
    }
    write(2, 3);
    JournalCheck check = JournalCheck.of(folder);
    assertTrue(check.isComplete(), check::toString);
    assertEquals(8, check.records());
  }

  /** Ticks with a damaged header must not count as ticks of the run before. */
  @Test
  void shouldNotAttributeTicksBehindADamagedHeader() throws IOException {
    write(1, 2);
    write(2, 3);
    Position header;
    try (JournalReader reader = new JournalReader(folder)) {
      for (int i = 0; i < 4; i++) {
        reader.next();
      }
      header = reader.position();
    }
    flip(header.file(), header.offset() + RecordLayout.MESSAGE_OFFSET + 8);
    try (JournalReader reader = new JournalReader(folder)) {
      assertEquals(
          List.of(
              Entry.RUN,
              Entry.TICK,
              Entry.TICK,
              Entry.UNREADABLE,
              Entry.UNREADABLE,
              Entry.UNREADABLE,
              Entry.UNREADABLE,
              Entry.END),
          Stream.generate(reader::next).limit(8).toList());
    }
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(2, check.records());
    assertEquals(header.offset(), damage(check).position());
  }

  /** Lengths are checked before memory is taken. */
  @Test
  void shouldRefuseATextThatReachesBehindItsRecord() {
    UnsafeBuffer message = new UnsafeBuffer(new byte[8192]);
    int bytes = new RunHeaderCodec().encode(RandomTicks.header(1), message, 0);
    // the last text of a header is its configuration
    int config = bytes - RandomTicks.header(1).config().length();
    message.putInt(config - Integer.BYTES, Integer.MAX_VALUE, ByteOrder.LITTLE_ENDIAN);
    MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> new RunHeaderCodec().decode(message, 0, header, bytes));
  }

  @Test
  void shouldReportAForeignFile() throws IOException {
    write(1, 5);
    Path foreign = Files.writeString(folder.resolve("notes.txt"), "not a journal");
    JournalCheck check = JournalCheck.of(folder);
    assertEquals(5, check.records());
    assertEquals(
        new JournalCheck.Damage(foreign, 0, "not a file of the journal"), check.firstBad());
    Path pretender = Files.writeString(folder.resolve("00000000.cq4"), "not a journal either");
    assertEquals(pretender, damage(JournalCheck.of(folder)).file());
  }

  /** As if somebody had deleted it as a left-over. */
  @Test
  void shouldEndAndGoOnWhereTheFolderItWritesInWasRemoved() throws IOException {
    try (Journal journal = journal(TickClock.system())) {
      journal.begin(RandomTicks.header(1));
      append(journal, 0, 10);
      removeWriting();
      append(journal, 10, 20);
    }
    assertEquals(LongStream.range(0, 20).boxed().toList(), numbers());
    write(2, 5);
    assertEquals(25, numbers().size());
    JournalCheck check = JournalCheck.of(folder);
    assertTrue(check.isComplete(), check::toString);
  }

  @Test
  void shouldOpenItsFilesAgainOnceTheFolderItWritesInCanBeMadeAgain() throws IOException {
    SimulatedClock clock = new SimulatedClock(SEED);
    clock.pause(1);
    try (Journal journal = journal(clock)) {
      journal.begin(RandomTicks.header(1));
      append(journal, 0, 10);
      removeWriting();
      Path inTheWay = Files.createFile(AppendingQueue.folder(folder));
      clock.pause(TimeUnit.DAYS.toNanos(1));
      assertThrows(RuntimeException.class, () -> append(journal, 10, 11));
      journal.look();
      Files.delete(inTheWay);
      journal.look();
      append(journal, 10, 20);
      assertEquals(LongStream.range(0, 20).boxed().toList(), numbers());
    }
    JournalCheck check = JournalCheck.of(folder);
    assertTrue(check.isComplete(), check::toString);
  }

  private void removeWriting() throws IOException {
    Path writing = AppendingQueue.folder(folder);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(writing)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(writing);
  }

  private List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    try (JournalReader reader = new JournalReader(folder)) {
      reader.ticks(tick -> numbers.add(tick.number()));
    }
    return numbers;
  }

  private void write(long run, int ticks) {
    try (Journal journal = journal(TickClock.system())) {
      journal.begin(RandomTicks.header(run));
      append(journal, 0, ticks);
    }
  }

  private Journal journal(TickClock clock) {
    return Journal.open(folder, SETTINGS, clock, RandomTicks.SHAPE);
  }

  /** Appends ticks of a run from one number up to another. */
  private static void append(Journal journal, long from, long end) {
    RandomTicks random = new RandomTicks(SEED);
    Tick tick = new Tick(RandomTicks.SHAPE);
    for (long number = 0; number < end; number++) {
      random.fill(tick, number);
      if (number >= from) {
        journal.append(tick);
        assertTrue(tick.commitNanos() != 0);
      }
    }
  }

  private static JournalCheck.Damage damage(JournalCheck check) {
    return Objects.requireNonNull(check.firstBad(), check::toString);
  }

  private List<Position> positions() {
    try (JournalReader reader = new JournalReader(folder)) {
      return Stream.generate(reader::next)
          .takeWhile(entry -> entry != Entry.END)
          .map(entry -> reader.position())
          .skip(1)
          .toList();
    }
  }

  private static void flip(Path file, long position) throws IOException {
    flip(file, position, 0xFF);
  }

  private static void flip(Path file, long position, int bits) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      int old = access.read();
      access.seek(position);
      access.write(old ^ bits);
    }
  }

  private static void assertSame(Tick expected, Tick actual) {
    assertEquals(expected.digest(), actual.digest());
    assertEquals(expected.number(), actual.number());
    assertEquals(expected.scheduledNanos(), actual.scheduledNanos());
    assertEquals(expected.wakeupNanos(), actual.wakeupNanos());
    assertEquals(expected.missedBefore(), actual.missedBefore());
    assertEquals(expected.appendBeforeNanos(), actual.appendBeforeNanos());
    for (int i = 0; i < ControlIntent.VALUES; i++) {
      assertEquals(expected.input().control().value(i), actual.input().control().value(i));
    }
    assertEquals(expected.input().degradation(), actual.input().degradation());
    for (int i = 0; i < expected.input().parameterCount(); i++) {
      assertEquals(expected.input().parameter(i), actual.input().parameter(i));
    }
    for (int stage = 0; stage < expected.stageCount(); stage++) {
      assertEquals(expected.startNanos(stage), actual.startNanos(stage));
      assertEquals(expected.endNanos(stage), actual.endNanos(stage));
    }
    assertArrayEquals(bytes(expected.input().tokens()), bytes(actual.input().tokens()));
    assertArrayEquals(bytes(expected.input().actions()), bytes(actual.input().actions()));
  }

  private static byte[] bytes(Payload payload) {
    byte[] bytes = new byte[payload.length()];
    payload.buffer().getBytes(0, bytes);
    return bytes;
  }
}
