package io.nfcs.journal;

import io.nfcs.journal.sbe.MessageHeaderDecoder;
import io.nfcs.journal.sbe.MessageHeaderEncoder;
import io.nfcs.journal.sbe.RunHeaderDecoder;
import io.nfcs.journal.sbe.RunHeaderEncoder;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TickShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Codec of the run header as an SBE message. Called once a run, so it allocates freely. */
final class RunHeaderCodec {
  private static final String SEPARATOR = " ";

  private final RunHeaderEncoder encoder = new RunHeaderEncoder();
  private final RunHeaderDecoder decoder = new RunHeaderDecoder();

  int encode(RunHeader header, MutableDirectBuffer buffer, int offset) {
    encoder
        .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
        .run(header.run())
        .startEpochNanos(header.startEpochNanos())
        .startNanos(header.startNanos())
        .periodNanos(header.periodNanos())
        .payloadBytes(header.shape().payloadBytes())
        .firstTick(header.firstTick());
    RunHeaderEncoder.StagesEncoder stages = encoder.stagesCount(header.shape().stages().size());
    header.shape().stages().forEach(name -> stages.next().name(name));
    RunHeaderEncoder.ParametersEncoder parameters =
        encoder.parametersCount(header.shape().parameters().size());
    header.shape().parameters().forEach(name -> parameters.next().name(name));
    RunHeaderEncoder.EnvironmentEncoder environment =
        encoder.environmentCount(header.environment().size());
    header.environment().forEach((key, value) -> environment.next().key(key).value(value));
    RunHeaderEncoder.ResultsEncoder results = encoder.resultsCount(header.shape().results().size());
    for (Quantity quantity : header.shape().results()) {
      results
          .next()
          .kind(quantity.kind().number())
          .name(quantity.name())
          .unit(quantity.unit())
          .help(quantity.help())
          .codes(String.join(SEPARATOR, quantity.codes()))
          .key(quantity.key())
          .metric(quantity.metric());
    }
    encoder.codeVersion(header.codeVersion()).config(header.config());
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  /**
   * Decodes the message after the message header at {@code offset}.
   *
   * @param end of the record, which no text exceeds
   */
  RunHeader decode(DirectBuffer buffer, int offset, MessageHeaderDecoder header, int end) {
    decoder.wrap(
        buffer,
        offset + MessageHeaderDecoder.ENCODED_LENGTH,
        header.blockLength(),
        header.version());
    // missing in the first journals of version 5
    boolean hasFirstTick =
        header.blockLength() >= RunHeaderDecoder.firstTickEncodingOffset() + Long.BYTES;
    RecordText text = new RecordText(decoder::limit, end);
    List<String> stages = new ArrayList<>();
    decoder
        .stages()
        .forEachRemaining(stage -> stages.add(text.of(stage.nameLength(), stage::name)));
    List<String> parameters = new ArrayList<>();
    decoder
        .parameters()
        .forEachRemaining(each -> parameters.add(text.of(each.nameLength(), each::name)));
    Map<String, String> environment = new LinkedHashMap<>();
    decoder
        .environment()
        .forEachRemaining(entry -> {
          String key = text.of(entry.keyLength(), entry::key);
          environment.put(key, text.of(entry.valueLength(), entry::value));
        });
    List<Quantity> results = new ArrayList<>();
    decoder.results().forEachRemaining(result -> results.add(quantity(result, text)));
    String codeVersion = text.of(decoder.codeVersionLength(), decoder::codeVersion);
    String config = text.of(decoder.configLength(), decoder::config);
    return new RunHeader(
        decoder.run(),
        decoder.startEpochNanos(),
        decoder.startNanos(),
        decoder.periodNanos(),
        new TickShape(stages, parameters, results, decoder.payloadBytes()),
        config,
        codeVersion,
        environment,
        hasFirstTick ? decoder.firstTick() : 0);
  }

  private static Quantity quantity(RunHeaderDecoder.ResultsDecoder result, RecordText text) {
    Quantity.Kind kind = Quantity.Kind.of(result.kind());
    String name = text.of(result.nameLength(), result::name);
    String unit = text.of(result.unitLength(), result::unit);
    String help = text.of(result.helpLength(), result::help);
    String codes = text.of(result.codesLength(), result::codes);
    String key = text.of(result.keyLength(), result::key);
    String metric = text.of(result.metricLength(), result::metric);
    List<String> names = codes.isEmpty() ? List.of() : List.of(codes.split(SEPARATOR, -1));
    return new Quantity(name, kind, unit, help, names, key, metric);
  }
}
