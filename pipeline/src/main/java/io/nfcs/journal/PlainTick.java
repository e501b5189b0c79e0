package io.nfcs.journal;

import io.nfcs.journal.sbe.MessageHeaderDecoder;
import io.nfcs.journal.sbe.TickDecoder;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.TickShape;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * A tick in the bytes of its record, read only as far as a check of a journal needs.
 *
 * <p>A tick is plain if its parts are as long as this version writes them, as many as its run has,
 * and end where the record ends. Then {@link TickCodec} decodes the same number and parameters. A
 * tick that is not plain may still be decodable: only the codec can tell.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> nothing after it is made.
 */
final class PlainTick {
  private static final int BLOCK =
      RecordLayout.MESSAGE_OFFSET + MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int STAGES = BLOCK + TickDecoder.BLOCK_LENGTH;
  private static final int STAGE_BYTES = TickDecoder.StagesDecoder.sbeBlockLength();
  private static final int FIRST_STATUS =
      STAGES
          + TickDecoder.StagesDecoder.sbeHeaderSize()
          + TickDecoder.StagesDecoder.statusEncodingOffset();
  private static final int MAX_STATUS = StageStatus.values().length - 1;

  private final int stageCount;
  private final int stagesHeader;
  private final int parametersHeader;
  private final int resultsHeader;
  private final int parameters;
  private final int results;
  private final int payloads;
  private final int payloadBytes;
  private DirectBuffer buffer;
  private int offset;

  /** Creates a view of the ticks of a shape, without a tick yet. */
  PlainTick(DirectBuffer buffer, TickShape shape) {
    this.buffer = buffer;
    stageCount = shape.stages().size();
    stagesHeader = header(STAGE_BYTES, stageCount);
    parameters = STAGES + TickDecoder.StagesDecoder.sbeHeaderSize() + stageCount * STAGE_BYTES;
    parametersHeader =
        header(TickDecoder.ParametersDecoder.sbeBlockLength(), shape.parameters().size());
    results =
        parameters
            + TickDecoder.ParametersDecoder.sbeHeaderSize()
            + shape.parameters().size() * TickDecoder.ParametersDecoder.sbeBlockLength();
    int resultCount = shape.results().size() - ModelFields.COUNT;
    resultsHeader = header(TickDecoder.ResultsDecoder.sbeBlockLength(), resultCount);
    payloads =
        results
            + TickDecoder.ResultsDecoder.sbeHeaderSize()
            + resultCount * TickDecoder.ResultsDecoder.sbeBlockLength();
    payloadBytes = shape.payloadBytes();
  }

  /** Goes to a record with an intact checksum; returns whether it is a plain tick. */
  boolean wrap(DirectBuffer source, int start, int recordBytes) {
    buffer = source;
    offset = start;
    return payloads + TickDecoder.tokensHeaderLength() <= recordBytes
        && isOfThisVersion()
        && integer(STAGES) == stagesHeader
        && integer(parameters) == parametersHeader
        && integer(results) == resultsHeader
        && hasStatuses()
        && end() == recordBytes;
  }

  /** Returns the number of the tick. */
  long number() {
    return buffer.getLong(
        offset + BLOCK + TickDecoder.numberEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the value of a parameter. */
  double parameter(int index) {
    return buffer.getDouble(
        offset
            + parameters
            + TickDecoder.ParametersDecoder.sbeHeaderSize()
            + index * TickDecoder.ParametersDecoder.sbeBlockLength(),
        ByteOrder.LITTLE_ENDIAN);
  }

  private boolean isOfThisVersion() {
    int header = offset + RecordLayout.MESSAGE_OFFSET;
    int version = twoBytes(header + MessageHeaderDecoder.versionEncodingOffset());
    return RecordLayout.isOfSchema(buffer, offset)
        && RecordLayout.templateId(buffer, offset) == TickDecoder.TEMPLATE_ID
        && twoBytes(header + MessageHeaderDecoder.blockLengthEncodingOffset())
            == TickDecoder.BLOCK_LENGTH
        && version >= TickDecoder.resultsDecoderSinceVersion()
        && version <= TickDecoder.SCHEMA_VERSION;
  }

  private boolean hasStatuses() {
    for (int stage = 0; stage < stageCount; stage++) {
      int status = buffer.getByte(offset + FIRST_STATUS + stage * STAGE_BYTES);
      if (status < 0 || status > MAX_STATUS) {
        return false;
      }
    }
    return true;
  }

  /** Returns the end of the second payload, -1 if a payload is longer than those of the run. */
  private int end() {
    int tokens = integer(payloads);
    if (tokens < 0 || tokens > payloadBytes) {
      return -1;
    }
    int second = payloads + TickDecoder.tokensHeaderLength() + tokens;
    if (offset + second + TickDecoder.actionsHeaderLength() > buffer.capacity()) {
      return -1;
    }
    int actions = integer(second);
    return actions < 0 || actions > payloadBytes
        ? -1
        : second + TickDecoder.actionsHeaderLength() + actions;
  }

  private int integer(int at) {
    return buffer.getInt(offset + at, ByteOrder.LITTLE_ENDIAN);
  }

  private int twoBytes(int at) {
    return buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }

  /** Returns the dimensions of a group, both in one number as in the record. */
  private static int header(int blockBytes, int count) {
    return blockBytes | count << Short.SIZE;
  }
}
