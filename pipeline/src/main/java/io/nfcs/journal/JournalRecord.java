package io.nfcs.journal;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.sbe.MessageHeaderDecoder;
import io.nfcs.journal.sbe.RunHeaderDecoder;
import io.nfcs.journal.sbe.TickDecoder;
import io.nfcs.journal.sbe.TuningReceiptDecoder;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TuningReceipt;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One record at a time, decoded from the bytes of its document.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> a copy of the bytes, so that no file can be pulled away under
 * the decoder. <b>Allocates</b> per run, and when a record is longer than any before.
 */
final class JournalRecord {
  private static final long NONE = -1;

  /** What is said of a tick whose run is not known. */
  static final String NO_HEADER = "tick before the header of its run";

  /** As much as a run can have, so that what was made up takes no memory. */
  private static final int MAX_PAYLOAD_BYTES = 1 << 20;

  private final MessageHeaderDecoder message = new MessageHeaderDecoder();
  private final RunHeaderCodec runCodec = new RunHeaderCodec();
  private final TickCodec tickCodec = new TickCodec();
  private final CRC32C crc = new CRC32C();
  private ByteBuffer memory = ByteBuffer.allocateDirect(4096);
  private final UnsafeBuffer buffer = new UnsafeBuffer(memory);
  private @Nullable RunHeader run;
  private @Nullable Tick tick;
  private @Nullable PlainTick plain;
  private @Nullable TuningReceipt receipt;
  private @Nullable String damage;
  private long number = NONE;
  private int recordBytes;
  private boolean hasGap;
  private boolean isPlain;

  /**
   * Finds the same as {@link #decode}, but leaves a tick that is plain where it is: then {@link
   * #tick()} is not to be asked for.
   *
   * @param bytes memory of {@code source}
   */
  Entry check(byte[] bytes, DirectBuffer source, int offset, int length) {
    PlainTick candidate = plain;
    isPlain =
        candidate != null
            && length >= RecordLayout.MIN_BYTES
            && RecordLayout.fits(source, offset, length)
            && RecordLayout.isIntact(crc, bytes, source, offset)
            && candidate.wrap(source, offset, length)
            && !isOfAnotherRun(candidate.number());
    if (candidate == null || !isPlain) {
      return decode(source, offset, length);
    }
    damage = null;
    recordBytes = length;
    counted(candidate.number());
    return Entry.TICK;
  }

  /** Takes over the bytes of a document and decodes them. */
  Entry decode(DirectBuffer source, int offset, int bytes) {
    damage = null;
    isPlain = false;
    if (bytes < RecordLayout.MIN_BYTES) {
      damage = "record of " + bytes + " bytes is shorter than its frame";
      return Entry.UNREADABLE;
    }
    copy(source, offset, bytes);
    int length = RecordLayout.recordBytes(buffer, 0);
    recordBytes = length;
    if (length < RecordLayout.MESSAGE_OFFSET || length > bytes) {
      damage = "record says it has " + length + " bytes, its document has " + bytes;
      return Entry.UNREADABLE;
    }
    if (buffer.getInt(RecordLayout.CRC_OFFSET) != RecordLayout.checksum(crc, memory, 0, length)) {
      damage = "record checksum does not match";
    }
    return decodeMessage();
  }

  private Entry decodeMessage() {
    message.wrap(buffer, RecordLayout.MESSAGE_OFFSET);
    if (message.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return unreadable("schema " + message.schemaId() + " is not the journal's");
    }
    try {
      return switch (message.templateId()) {
        case RunHeaderDecoder.TEMPLATE_ID -> decodeRun();
        case TickDecoder.TEMPLATE_ID -> decodeTick();
        case TuningReceiptDecoder.TEMPLATE_ID -> decodeReceipt();
        default -> unreadable("message " + message.templateId() + " is unknown");
      };
    } catch (RuntimeException undecodable) {
      return unreadable("record cannot be decoded: " + undecodable.getMessage());
    }
  }

  private Entry decodeRun() {
    forgetRun();
    if (damage != null) {
      // whose the ticks behind it are is not known, and they must not pass for another run's
      return Entry.UNREADABLE;
    }
    RunHeader decoded = runCodec.decode(buffer, RecordLayout.MESSAGE_OFFSET, message, bytes());
    if (decoded.shape().payloadBytes() > MAX_PAYLOAD_BYTES) {
      return unreadable("payloads of " + decoded.shape().payloadBytes() + " bytes");
    }
    begin(decoded);
    return Entry.RUN;
  }

  private void begin(RunHeader header) {
    run = header;
    tick = new Tick(header.shape());
    plain = new PlainTick(buffer, header.shape());
    moved();
  }

  private Entry decodeTick() {
    Tick target = tick;
    if (target == null) {
      return unreadable(NO_HEADER);
    }
    tickCodec.decode(buffer, RecordLayout.MESSAGE_OFFSET, message, target);
    if (isOfAnotherRun(target.number())) {
      forgetRun();
      return unreadable(NO_HEADER);
    }
    if (damage == null) {
      counted(target.number());
    }
    return Entry.TICK;
  }

  /** Whether the header of another run was lost with what is missing before a tick. */
  private boolean isOfAnotherRun(long next) {
    return hasGap && next <= number;
  }

  private void counted(long next) {
    hasGap = false;
    number = next;
  }

  private void forgetRun() {
    run = null;
    tick = null;
    plain = null;
  }

  private Entry decodeReceipt() {
    if (damage != null) {
      return Entry.UNREADABLE;
    }
    receipt = TuningReceiptCodec.decode(buffer, RecordLayout.MESSAGE_OFFSET, message, bytes());
    return Entry.RECEIPT;
  }

  /** Goes to a record of a run, whose header was read before. */
  void enter(RunHeader header) {
    if (run == null || !run.equals(header)) {
      begin(header);
    } else {
      moved();
    }
  }

  /** Notes that records are missing before the next: it may be of another run. */
  void skip() {
    hasGap = true;
  }

  /** Notes that the next record is not the one behind the last. */
  void moved() {
    hasGap = false;
    number = NONE;
  }

  /** The latest receipt. */
  TuningReceipt receipt() {
    if (receipt == null) {
      throw new IllegalStateException("no receipt read yet");
    }
    return receipt;
  }

  /** The latest run header. */
  RunHeader run() {
    if (run == null) {
      throw new IllegalStateException("no run header read yet");
    }
    return run;
  }

  /** The tick decoded last, reused for the next. */
  Tick tick() {
    if (isPlain) {
      throw new IllegalStateException("the tick was checked and not decoded");
    }
    if (tick == null) {
      throw new IllegalStateException("no run header read yet");
    }
    return tick;
  }

  /** Number of the tick decoded or checked last. */
  long tickNumber() {
    return isPlain && plain != null ? plain.number() : tick().number();
  }

  /** Value of a parameter of the tick decoded or checked last. */
  double parameter(int index) {
    return isPlain && plain != null ? plain.parameter(index) : tick().input().parameter(index);
  }

  /** What is wrong with the record, or {@code null}. */
  @Nullable String damage() {
    return damage;
  }

  /** The record decoded last, as it stands in its document. */
  Bytes<?> framed() {
    Bytes<ByteBuffer> framed = Bytes.wrapForWrite(memory);
    framed.clear();
    framed.writePosition(bytes());
    return framed;
  }

  /** Bytes of the record decoded or checked last, frame included, padding not. */
  int bytes() {
    return recordBytes;
  }

  private Entry unreadable(String why) {
    damage = damage == null ? why : damage + "; " + why;
    return Entry.UNREADABLE;
  }

  private void copy(DirectBuffer source, int offset, int bytes) {
    if (bytes > memory.capacity()) {
      memory = ByteBuffer.allocateDirect(Integer.highestOneBit(bytes) * 2);
    }
    // not more: what a longer record has left there must not be decoded as the end of this one
    buffer.wrap(memory, 0, bytes);
    source.getBytes(offset, memory, 0, bytes);
  }
}
