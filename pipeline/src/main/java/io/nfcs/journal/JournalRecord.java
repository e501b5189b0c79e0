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
 * A record, decoded from the bytes of its document; reused for the next.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> a copy of the bytes, so that the decoder does not depend on
 * the file. <b>Allocates</b> per run, and when a record is longer than any before.
 */
final class JournalRecord {
  private static final long NONE = -1;

  /** Description of a tick without a known run. */
  static final String NO_HEADER = "tick before the header of its run";

  /** Upper limit of a payload, so that a damaged length allocates little memory. */
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
   * Checks a record as {@link #decode} does, but leaves a plain tick undecoded: then {@link
   * #tick()} must not be called.
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

  /** Copies the bytes of a document and decodes them. */
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
      // the run of the ticks after it is unknown; they must not count as another run's
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

  /** Returns whether the missing records before a tick include the header of another run. */
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

  /** Enters a run whose header was read before. */
  void enter(RunHeader header) {
    if (run == null || !run.equals(header)) {
      begin(header);
    } else {
      moved();
    }
  }

  /** Notes that records are missing before the next one, which may belong to another run. */
  void skip() {
    hasGap = true;
  }

  /** Notes that the next record does not follow the last one. */
  void moved() {
    hasGap = false;
    number = NONE;
  }

  /** Returns the latest receipt. */
  TuningReceipt receipt() {
    if (receipt == null) {
      throw new IllegalStateException("no receipt read yet");
    }
    return receipt;
  }

  /** Returns the latest run header. */
  RunHeader run() {
    if (run == null) {
      throw new IllegalStateException("no run header read yet");
    }
    return run;
  }

  /** Returns the tick decoded last, reused for the next. */
  Tick tick() {
    if (isPlain) {
      throw new IllegalStateException("the tick was checked and not decoded");
    }
    if (tick == null) {
      throw new IllegalStateException("no run header read yet");
    }
    return tick;
  }

  /** Returns the number of the tick decoded or checked last. */
  long tickNumber() {
    return isPlain && plain != null ? plain.number() : tick().number();
  }

  /** Returns the value of a parameter of the tick decoded or checked last. */
  double parameter(int index) {
    return isPlain && plain != null ? plain.parameter(index) : tick().input().parameter(index);
  }

  /** Returns the damage of the record, or {@code null}. */
  @Nullable String damage() {
    return damage;
  }

  /** Returns the record decoded last, as in its document. */
  Bytes<?> framed() {
    Bytes<ByteBuffer> framed = Bytes.wrapForWrite(memory);
    framed.clear();
    framed.writePosition(bytes());
    return framed;
  }

  /**
   * Returns the bytes of the record decoded or checked last, with its frame and without padding.
   */
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
    // not more: the rest of a longer record must not be decoded as the end of this one
    buffer.wrap(memory, 0, bytes);
    source.getBytes(offset, memory, 0, bytes);
  }
}
