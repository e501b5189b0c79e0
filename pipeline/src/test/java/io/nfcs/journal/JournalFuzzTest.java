package io.nfcs.journal;

import io.nfcs.fuzz.Fuzzing;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records and files of a journal that Jazzer derives from valid ones, a minute each. */
@Tag("torture")
@Timeout(300)
class JournalFuzzTest {
  @TempDir Path folder;

  @Test
  void shouldReadOrRefuseAnyRecord() throws Exception {
    Path examples = Files.createDirectory(folder.resolve("records"));
    Files.write(examples.resolve("run"), Records.header());
    Files.write(examples.resolve("tick"), Records.tick());
    Fuzzing.run(Records.class, folder, examples);
  }

  @Test
  void shouldReadAnyFile() throws Exception {
    Path examples = Files.createDirectory(folder.resolve("files"));
    ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] message : new byte[][] {Records.header(), Records.tick(), Records.tick()}) {
      byte[] record = Records.framed(message);
      file.putInt(record.length).put(record);
      file.position((file.position() + 3) & ~3);
    }
    file.putInt(DocumentWord.END_OF_FILE);
    Files.write(examples.resolve("one"), file.array());
    Fuzzing.run(Journals.class, folder, examples);
  }

  /** Messages with a right length and checksum, so that they reach the decoders. */
  static final class Records {
    private static final JournalRecord RECORD = new JournalRecord();
    private static final JournalRecord CHECKED = new JournalRecord();

    private Records() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
      byte[] header = framed(header());
      RECORD.decode(new UnsafeBuffer(header), 0, header.length);
      CHECKED.decode(new UnsafeBuffer(header), 0, header.length);
      byte[] record = framed(data);
      Entry kind = RECORD.decode(new UnsafeBuffer(record), 0, record.length);
      if (kind == Entry.UNREADABLE && RECORD.damage() == null) {
        throw new IllegalStateException("no reason");
      }
      if (CHECKED.check(record, new UnsafeBuffer(record), 0, record.length) != kind
          || !Objects.equals(CHECKED.damage(), RECORD.damage())
          || (kind == Entry.TICK && CHECKED.tickNumber() != RECORD.tickNumber())) {
        throw new IllegalStateException("checked as " + CHECKED.damage());
      }
      RECORD.decode(new UnsafeBuffer(data), 0, data.length);
    }

    static byte[] header() {
      return header(RandomTicks.SHAPE);
    }

    static byte[] header(TickShape shape) {
      byte[] bytes = new byte[4096];
      UnsafeBuffer buffer = new UnsafeBuffer(bytes);
      int length = new RunHeaderCodec().encode(RandomTicks.header(1, shape), buffer, 0);
      return Arrays.copyOf(bytes, length);
    }

    static byte[] tick() {
      Tick tick = new Tick(RandomTicks.SHAPE);
      new RandomTicks(1).fill(tick, 0);
      byte[] bytes = new byte[2048];
      return Arrays.copyOf(bytes, new TickCodec().encode(tick, new UnsafeBuffer(bytes), 0));
    }

    static byte[] framed(byte[] message) {
      ByteBuffer frame =
          ByteBuffer.allocate(RecordLayout.MESSAGE_OFFSET + message.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(RecordLayout.LENGTH_OFFSET, message.length)
              .put(RecordLayout.MESSAGE_OFFSET, message);
      int crc = RecordLayout.checksum(new CRC32C(), frame, 0, frame.capacity());
      return frame.putInt(RecordLayout.CRC_OFFSET, crc).array();
    }
  }

  /** The part of a file behind Chronicle's header. */
  static final class Journals {
    private static final Path FOLDER = newFolder();
    private static final byte[] HEADER = new byte[200];

    static {
      ByteBuffer header = ByteBuffer.wrap(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(0, 0x40000000 | (HEADER.length - DocumentWord.BYTES));
      header.put(14, "SCQStore".getBytes(StandardCharsets.US_ASCII));
    }

    private Journals() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
      byte[] file = Arrays.copyOf(HEADER, HEADER.length + data.length);
      System.arraycopy(data, 0, file, HEADER.length, data.length);
      Files.write(FOLDER.resolve("20261128F.cq4"), file);
      JournalCheck check = JournalCheck.of(FOLDER);
      if (!JournalAgreementTest.decoded(FOLDER).equals(check)) {
        throw new IllegalStateException("checked and decoded differ: " + check);
      }
      try (JournalReader reader = new JournalReader(FOLDER)) {
        long last = reader.lastIndex();
        reader.latestRun();
        if (check.records() + check.runs() > 0 && !(last >= 0 && reader.moveTo(last))) {
          throw new IllegalStateException("the last record is not found: " + last);
        }
      }
    }

    private static Path newFolder() {
      try {
        return Files.createDirectories(Path.of("journal"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
