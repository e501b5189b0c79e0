package io.nfcs.journal;

import io.nfcs.journal.sbe.MessageHeaderDecoder;
import io.nfcs.journal.sbe.MessageHeaderEncoder;
import io.nfcs.journal.sbe.TuningReceiptDecoder;
import io.nfcs.journal.sbe.TuningReceiptEncoder;
import io.nfcs.tick.TuningReceipt;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Codec of a receipt as an SBE message. */
final class TuningReceiptCodec {
  private TuningReceiptCodec() {}

  static int encode(TuningReceipt receipt, MutableDirectBuffer buffer, int offset) {
    TuningReceiptEncoder encoder = new TuningReceiptEncoder();
    encoder
        .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
        .epochNanos(receipt.epochNanos())
        .run(receipt.run())
        .seed(receipt.seed())
        .low(receipt.low())
        .estimate(receipt.estimate())
        .high(receipt.high())
        .rounds(receipt.rounds())
        .maxTicks(receipt.maxTicks())
        .firstTick(receipt.firstTick())
        .kept(receipt.isKept() ? 1 : 0)
        .kind(receipt.kind())
        .before(receipt.before())
        .after(receipt.after())
        .reason(receipt.reason())
        .verdict(receipt.verdict());
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  static TuningReceipt decode(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header, int end) {
    TuningReceiptDecoder decoder = new TuningReceiptDecoder();
    decoder.wrap(
        buffer,
        offset + MessageHeaderDecoder.ENCODED_LENGTH,
        header.blockLength(),
        header.version());
    boolean hasFirstTick =
        header.blockLength() >= TuningReceiptDecoder.firstTickEncodingOffset() + Long.BYTES;
    RecordText text = new RecordText(decoder::limit, end);
    return new TuningReceipt(
        decoder.epochNanos(),
        decoder.run(),
        hasFirstTick ? decoder.firstTick() : 0,
        decoder.rounds(),
        decoder.maxTicks(),
        decoder.seed(),
        decoder.kept() != 0,
        decoder.low(),
        decoder.estimate(),
        decoder.high(),
        text.of(decoder.kindLength(), decoder::kind),
        text.of(decoder.beforeLength(), decoder::before),
        text.of(decoder.afterLength(), decoder::after),
        text.of(decoder.reasonLength(), decoder::reason),
        text.of(decoder.verdictLength(), decoder::verdict));
  }
}
