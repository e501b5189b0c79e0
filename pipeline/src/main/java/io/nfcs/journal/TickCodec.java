package io.nfcs.journal;

import io.nfcs.journal.sbe.MessageHeaderDecoder;
import io.nfcs.journal.sbe.MessageHeaderEncoder;
import io.nfcs.journal.sbe.TickDecoder;
import io.nfcs.journal.sbe.TickEncoder;
import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Payload;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Codec of a tick as an SBE message, little-endian, with the fields of {@code journal.xml}:
 *
 * <pre>
 *   header      8 bytes: length of the block, template, schema, version
 *   block       number, stamps, control, intent, quantities of the model ({@link ModelFields})
 *   stages      group: start, end, digest and status of each
 *   parameters  group: a double each
 *   results     group: the bits of each quantity that is not of the model
 *   tokens      length, 4 bytes, and content
 *   actions     length, 4 bytes, and content
 * </pre>
 *
 * <p>Fields are only ever added at the end of the block, so older records have a shorter block;
 * what it lacks is decoded as 0, "not computed" or no control.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> nothing after the first call.
 */
final class TickCodec {
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final TickEncoder encoder = new TickEncoder();
  private final TickDecoder decoder = new TickDecoder();
  private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

  /** Returns the largest number of bytes of a tick of a shape. */
  static int maxBytes(TickShape shape) {
    return MessageHeaderEncoder.ENCODED_LENGTH
        + TickEncoder.BLOCK_LENGTH
        + TickEncoder.StagesEncoder.sbeHeaderSize()
        + shape.stages().size() * TickEncoder.StagesEncoder.sbeBlockLength()
        + TickEncoder.ParametersEncoder.sbeHeaderSize()
        + shape.parameters().size() * TickEncoder.ParametersEncoder.sbeBlockLength()
        + TickEncoder.ResultsEncoder.sbeHeaderSize()
        + (shape.results().size() - ModelFields.COUNT) * TickEncoder.ResultsEncoder.sbeBlockLength()
        + TickEncoder.tokensHeaderLength()
        + TickEncoder.actionsHeaderLength()
        + 2 * shape.payloadBytes();
  }

  /** Encodes a tick and returns the bytes written, {@link #maxBytes} at most. */
  int encode(Tick tick, MutableDirectBuffer buffer, int offset) {
    encoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
    encodeStamps(tick);
    encodeControl(tick.input().control(), tick.intent());
    ModelFields.encode(tick.outcome(), buffer, offset + MessageHeaderEncoder.ENCODED_LENGTH);
    encodeStages(tick);
    encodeParameters(tick.input());
    encodeResults(tick.outcome());
    encodePayloads(tick.input());
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  /** Sets the commit stamp of an encoded tick. */
  static void commitNanos(MutableDirectBuffer buffer, int offset, long nanos) {
    buffer.putLong(
        offset + MessageHeaderEncoder.ENCODED_LENGTH + TickEncoder.commitNanosEncodingOffset(),
        nanos,
        ByteOrder.LITTLE_ENDIAN);
  }

  /** Decodes the message after the message header at {@code offset} into a tick of its shape. */
  void decode(DirectBuffer buffer, int offset, MessageHeaderDecoder header, Tick tick) {
    decoder.wrap(
        buffer,
        offset + MessageHeaderDecoder.ENCODED_LENGTH,
        header.blockLength(),
        header.version());
    tick.begin(
        decoder.number(), decoder.scheduledNanos(), decoder.wakeupNanos(), decoder.missedBefore());
    tick.commitNanos(decoder.commitNanos());
    ModelFields.decode(
        buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), tick.outcome());
    tick.input().degradation(0);
    tick.input().control().clear();
    decodeControl(tick.input().control(), tick.intent());
    if (header.version() >= 2) {
      decodeSecondVersion(tick);
    }
    if (header.version() >= 4) {
      tick.appendBeforeNanos(decoder.appendBeforeNanos());
    }
    TickDecoder.StagesDecoder stages = decoder.stages();
    checkCount("stages", stages.count(), tick.stageCount());
    for (int stage = 0; stages.hasNext(); stage++) {
      stages.next();
      tick.stage(stage, StageStatus.of(stages.status()), stages.startNanos(), stages.endNanos());
      tick.digest(stage, stages.digest());
    }
    decodeParameters(tick.input());
    decodeResults(tick.outcome());
    decodePayloads(tick.input());
  }

  private void encodeStamps(Tick tick) {
    encoder
        .number(tick.number())
        .scheduledNanos(tick.scheduledNanos())
        .wakeupNanos(tick.wakeupNanos())
        .commitNanos(tick.commitNanos())
        .missedBefore(tick.missedBefore())
        .appendBeforeNanos(tick.appendBeforeNanos())
        .degradation(tick.input().degradation());
  }

  private void encodeControl(ControlIntent control, ControlIntent intent) {
    encoder
        .controlField(control.field())
        .controlModules(control.modules())
        .controlCoupling(control.coupling())
        .controlDamping(control.damping())
        .controlTokenLimit(control.tokenLimit())
        .intentField(intent.field())
        .intentModules(intent.modules())
        .intentCoupling(intent.coupling())
        .intentDamping(intent.damping())
        .intentTokenLimit(intent.tokenLimit());
  }

  private void encodeStages(Tick tick) {
    TickEncoder.StagesEncoder stages = encoder.stagesCount(tick.stageCount());
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      stages
          .next()
          .startNanos(tick.startNanos(stage))
          .endNanos(tick.endNanos(stage))
          .digest(tick.digest(stage))
          .status(tick.status(stage).code());
    }
  }

  private void encodeParameters(TickInput input) {
    TickEncoder.ParametersEncoder parameters = encoder.parametersCount(input.parameterCount());
    for (int i = 0; i < input.parameterCount(); i++) {
      parameters.next().value(input.parameter(i));
    }
  }

  private void encodeResults(Outcome outcome) {
    int count = outcome.quantities().size();
    TickEncoder.ResultsEncoder results = encoder.resultsCount(count - ModelFields.COUNT);
    for (int i = ModelFields.COUNT; i < count; i++) {
      results.next().bits(outcome.bits(i));
    }
  }

  private void encodePayloads(TickInput input) {
    encoder.putTokens(input.tokens().buffer(), 0, input.tokens().length());
    encoder.putActions(input.actions().buffer(), 0, input.actions().length());
  }

  private void decodeControl(ControlIntent control, ControlIntent intent) {
    control.value(ControlIntent.FIELD, decoder.controlField());
    control.value(ControlIntent.MODULES, decoder.controlModules());
    intent.value(ControlIntent.FIELD, decoder.intentField());
    intent.value(ControlIntent.MODULES, decoder.intentModules());
  }

  /**
   * Decodes the fields that version 1 lacks: its ticks have no such control and no degrade steps.
   */
  private void decodeSecondVersion(Tick tick) {
    ControlIntent control = tick.input().control();
    control.value(ControlIntent.COUPLING, decoder.controlCoupling());
    control.value(ControlIntent.DAMPING, decoder.controlDamping());
    control.value(ControlIntent.TOKEN_LIMIT, decoder.controlTokenLimit());
    ControlIntent intent = tick.intent();
    intent.value(ControlIntent.COUPLING, decoder.intentCoupling());
    intent.value(ControlIntent.DAMPING, decoder.intentDamping());
    intent.value(ControlIntent.TOKEN_LIMIT, decoder.intentTokenLimit());
    tick.input().degradation(decoder.degradation());
  }

  private void decodeParameters(TickInput input) {
    TickDecoder.ParametersDecoder parameters = decoder.parameters();
    checkCount("parameters", parameters.count(), input.parameterCount());
    for (int i = 0; parameters.hasNext(); i++) {
      input.parameter(i, parameters.next().value());
    }
  }

  private void decodeResults(Outcome outcome) {
    TickDecoder.ResultsDecoder results = decoder.results();
    checkCount("results", results.count(), outcome.quantities().size() - ModelFields.COUNT);
    for (int i = ModelFields.COUNT; results.hasNext(); i++) {
      outcome.bits(i, results.next().bits());
    }
  }

  private void decodePayloads(TickInput input) {
    int tokens = decoder.tokensLength();
    decoder.wrapTokens(payload);
    set(input.tokens(), tokens);
    int actions = decoder.actionsLength();
    decoder.wrapActions(payload);
    set(input.actions(), actions);
  }

  private void set(Payload target, int length) {
    target.set(payload, 0, length);
  }

  private static void checkCount(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "record with " + found + " " + what + " in a run of " + expected);
    }
  }
}
