package io.nfcs.journal;

import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.concurrent.UnsafeBuffer;

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
  private final ByteBuffer memory;
  private final UnsafeBuffer buffer;
  private final Bytes<ByteBuffer> record;
  private final TickCodec codec = new TickCodec();
  private final CRC32C crc = new CRC32C();

  private Journal(Path folder, JournalSettings settings, TickClock clock, TickShape shape) {
    this.clock = clock;
    queue = JournalQueue.openForAppending(folder, settings);
    appender = queue.createAppender();
    appender.singleThreadedCheckDisabled(true);
    int bytes =
        RecordLayout.MESSAGE_OFFSET
            + TickCodec.maxBytes(
                shape.stages().size(), shape.parameters().size(), shape.payloadBytes());
    memory = ByteBuffer.allocateDirect(bytes);
    buffer = new UnsafeBuffer(memory);
    record = Bytes.wrapForWrite(memory);
    record.singleThreadedCheckDisabled(true);
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

  /** Appends the header of a run; all ticks until the next header belong to it. */
  public void begin(RunHeader header) {
    ByteBuffer large = ByteBuffer.allocateDirect(HEADER_BYTES);
    UnsafeBuffer target = new UnsafeBuffer(large);
    int bytes = new RunHeaderCodec().encode(header, target, RecordLayout.MESSAGE_OFFSET);
    append(Bytes.wrapForWrite(large), target, large, bytes);
  }

  @Override
  public void append(Tick tick) {
    int bytes = codec.encode(tick, buffer, RecordLayout.MESSAGE_OFFSET);
    tick.commitNanos(clock.nanoTime());
    TickCodec.commitNanos(buffer, RecordLayout.MESSAGE_OFFSET, tick.commitNanos());
    append(record, buffer, memory, bytes);
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }

  private void append(
      Bytes<ByteBuffer> bytes, UnsafeBuffer target, ByteBuffer source, int messageBytes) {
    target.putInt(RecordLayout.LENGTH_OFFSET, messageBytes);
    int length = RecordLayout.MESSAGE_OFFSET + messageBytes;
    target.putInt(RecordLayout.CRC_OFFSET, RecordLayout.checksum(crc, source, 0, length));
    bytes.clear();
    bytes.writePosition(length);
    appender.writeBytes(bytes);
  }
}
