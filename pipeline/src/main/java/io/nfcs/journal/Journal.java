package io.nfcs.journal;

import io.nfcs.config.ConfigException;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a grid: appends a header at the start of a run and a record for every tick.
 *
 * <p>A tick is committed once its record is here. Records are memory-mapped, so that they survive
 * the death of the process at any instant; a record half written then is passed over by every
 * reader.
 *
 * <p><b>Threads.</b> One appender at a time. <b>Owns</b> the folder for appending. <b>Allocates</b>
 * nothing per tick. <b>Fails.</b> An append that throws has left no readable record.
 */
public final class Journal implements TickSink, AutoCloseable {
  private static final int HEADER_BYTES = 4 << 20;

  private final TickClock clock;
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final Framed record;
  private final TickCodec codec = new TickCodec();
  private final RollClock rollClock;
  private @Nullable Framed header;
  private boolean headerDue;

  private Journal(Path folder, JournalSettings settings, TickClock clock, TickShape shape) {
    this.clock = clock;
    rollClock = new RollClock(Clock.systemUTC(), clock.nanoTime());
    queue = JournalQueue.openForAppending(folder, settings, rollClock);
    rollClock.follow(queue);
    appender = queue.createAppender();
    appender.singleThreadedCheckDisabled(true);
    int bytes =
        RecordLayout.MESSAGE_OFFSET
            + TickCodec.maxBytes(
                shape.stages().size(), shape.parameters().size(), shape.payloadBytes());
    record = new Framed(ByteBuffer.allocateDirect(bytes));
  }

  /**
   * Opens the journal in a folder, making it where there is none.
   *
   * @param folder the journal's folder
   * @param settings how it rolls
   * @param clock stamps commits
   * @param shape shape of the ticks of this run
   */
  public static Journal open(
      Path folder, JournalSettings settings, TickClock clock, TickShape shape) {
    return new Journal(folder, settings, clock, shape);
  }

  /** The journal's folder in a data folder. */
  public static Path folder(Path dataDir) {
    return dataDir.resolve("journal");
  }

  /** Folder beside the records of a journal, for what they refer to. */
  public static Path documents(Path folder) {
    return folder.resolve("documents");
  }

  /** The journal's folder of a data folder, or {@code dir} if that is the journal's folder. */
  public static Path existingFolder(Path dir) {
    for (Path folder : List.of(folder(dir), dir)) {
      if (Files.exists(folder.resolve(JournalCheck.CHRONICLE_TABLE))) {
        return folder;
      }
    }
    throw new ConfigException(
        dir + " holds no journal; allowed is the data folder of a run, or its folder journal");
  }

  /**
   * Begins a run: appends its header. The header is appended again at the start of every file, so
   * that each file can be read by itself.
   */
  public void begin(RunHeader run) {
    ByteBuffer large = ByteBuffer.allocateDirect(HEADER_BYTES);
    int bytes =
        new RunHeaderCodec().encode(run, new UnsafeBuffer(large), RecordLayout.MESSAGE_OFFSET);
    header = new Framed(large);
    header.finish(bytes);
    rollClock.advance(clock.nanoTime());
    appendHeader();
  }

  /**
   * Appends a receipt behind whatever the journal in a folder has, while no run appends to it.
   *
   * @param settings as the runs have them
   */
  public static void append(Path folder, JournalSettings settings, TuningReceipt receipt) {
    Framed record = new Framed(ByteBuffer.allocateDirect(HEADER_BYTES));
    record.finish(TuningReceiptCodec.encode(receipt, record.buffer, RecordLayout.MESSAGE_OFFSET));
    RollClock rollClock = new RollClock(Clock.systemUTC(), 0);
    try (SingleChronicleQueue queue = JournalQueue.openForAppending(folder, settings, rollClock)) {
      rollClock.follow(queue);
      try (ExcerptAppender appender = queue.createAppender()) {
        appender.writeBytes(record.bytes);
      }
    }
  }

  @Override
  public void append(Tick tick) {
    int bytes = codec.encode(tick, record.buffer, RecordLayout.MESSAGE_OFFSET);
    long now = clock.nanoTime();
    tick.commitNanos(now);
    TickCodec.commitNanos(record.buffer, RecordLayout.MESSAGE_OFFSET, now);
    record.finish(bytes);
    headerDue |= rollClock.advance(now);
    if (headerDue) {
      appendHeader();
    }
    appender.writeBytes(record.bytes);
  }

  /** Bytes of the record appended last, frame included. */
  public int recordBytes() {
    return RecordLayout.recordBytes(record.buffer, 0);
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }

  private void appendHeader() {
    if (header == null) {
      throw new IllegalStateException("no run has begun");
    }
    appender.writeBytes(header.bytes);
    headerDue = false;
  }

  /**
   * A record in memory of its own, in the views that its codec, its checksum and Chronicle want.
   */
  private static final class Framed {
    private final ByteBuffer memory;
    private final UnsafeBuffer buffer;
    private final Bytes<ByteBuffer> bytes;
    private final CRC32C crc = new CRC32C();

    Framed(ByteBuffer memory) {
      this.memory = memory;
      buffer = new UnsafeBuffer(memory);
      bytes = Bytes.wrapForWrite(memory);
      bytes.singleThreadedCheckDisabled(true);
    }

    void finish(int messageBytes) {
      int length = RecordLayout.MESSAGE_OFFSET + messageBytes;
      buffer.putInt(RecordLayout.LENGTH_OFFSET, messageBytes, ByteOrder.LITTLE_ENDIAN);
      int checksum = RecordLayout.checksum(crc, memory, 0, length);
      buffer.putInt(RecordLayout.CRC_OFFSET, checksum, ByteOrder.LITTLE_ENDIAN);
      bytes.clear();
      bytes.writePosition(length);
    }
  }
}
