package io.nfcs.lab.semantic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Configuration;
import io.nfcs.command.ExitStatus;
import io.nfcs.command.Json;
import io.nfcs.command.LiveLine;
import io.nfcs.command.Subcommand;
import io.nfcs.command.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nfcs semantic}: evaluates the semantic cache. */
@Command(
    name = "semantic",
    description = "Evaluate the semantic cache.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(eval)")
public final class SemanticCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "eval",
      description = "Precision, recall and hit rate on labelled texts, by threshold.",
      mixinStandardHelpOptions = true)
  int eval(
      @Option(
              names = "--pairs",
              required = true,
              paramLabel = "F",
              description = "CSV with columns text_a,text_b,same or text,category.")
          Path file,
      @Mixin Configuration configuration,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    LabelledTexts labelled = LabelledTexts.read(file);
    SemanticEvaluation evaluation = new SemanticEvaluation(configuration.plain(), labelled);
    List<ThresholdResult> results = new ArrayList<>();
    try (LiveLine line = LiveLine.onTerminal()) {
      for (double threshold : SemanticEvaluation.THRESHOLDS) {
        line.show("threshold " + threshold);
        results.add(evaluation.at(threshold));
      }
    }
    spec.commandLine().getOut().println(json ? json(results) : table(results));
    return ExitStatus.OK;
  }

  private static String json(List<ThresholdResult> results) {
    ObjectNode object = Json.object();
    ArrayNode thresholds = object.putArray("thresholds");
    for (ThresholdResult result : results) {
      ObjectNode one = thresholds.addObject();
      one.put("threshold", result.threshold());
      one.put("lookups", result.lookups());
      one.put("hits", result.hits());
      one.put("false_hits", result.falseHits());
      share(one, "precision", result.precision());
      share(one, "recall", result.recall());
      share(one, "hit_rate", result.hitRate());
    }
    return Json.text(object);
  }

  private static void share(ObjectNode node, String key, ThresholdResult.Share share) {
    Json.number(node, key, share.value());
    node.putArray(key + "_95").add(share.low()).add(share.high());
  }

  private static String table(List<ThresholdResult> results) {
    TextTable table =
        new TextTable().row("threshold", "hits", "false", "precision %", "recall %", "hit rate %");
    for (ThresholdResult result : results) {
      table.row(
          String.format(Locale.ROOT, "%.2f", result.threshold()),
          String.valueOf(result.hits()),
          String.valueOf(result.falseHits()),
          text(result.precision()),
          text(result.recall()),
          text(result.hitRate()));
    }
    return table
        + String.format(
            Locale.ROOT,
            "%d look-ups; in brackets the interval of 95 %% confidence",
            results.getFirst().lookups());
  }

  private static String text(ThresholdResult.Share share) {
    return Double.isNaN(share.value())
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.1f [%.1f..%.1f]",
            100 * share.value(),
            100 * share.low(),
            100 * share.high());
  }
}
