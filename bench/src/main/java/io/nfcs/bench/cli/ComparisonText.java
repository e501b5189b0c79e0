package io.nfcs.bench.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.bench.replay.Comparison;
import io.nfcs.bench.replay.Difference;
import io.nfcs.bench.statistics.Interval;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import java.nio.file.Path;
import java.util.Locale;

/** A comparison for people and for machines. */
final class ComparisonText {
  private ComparisonText() {}

  /** The folder of raw samples that belongs to a report. */
  static Path samplesBeside(Path report) {
    String name = String.valueOf(report.getFileName());
    String stem = name.endsWith(".html") ? name.substring(0, name.length() - 5) : name;
    return report.resolveSibling(stem + ".samples");
  }

  static String text(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    Difference tick = comparison.tick();
    if (tick != null) {
      TextTable table =
          new TextTable()
              .row(
                  "",
                  "base p50",
                  "p99",
                  "candidate p50",
                  "p99",
                  "change",
                  "95 %",
                  "A/A",
                  "verdict");
      row(table, "", tick);
      comparison.stages().forEach(stage -> row(table, "  ", stage));
      text.append(table).append('\n');
      Comparison.Settings settings = comparison.settings();
      text.append(
          String.format(
              Locale.ROOT,
              "%d ticks of run %d, %d rounds, %d ticks measured on either side, pace %s%n",
              settings.ticks(),
              settings.run(),
              settings.rounds(),
              settings.measuredTicks(),
              settings.pace()));
    }
    return text.append(comparison.sentence()).toString();
  }

  private static void row(TextTable table, String indent, Difference row) {
    table.row(
        indent + row.what(),
        SummaryText.duration(row.base().p50()),
        SummaryText.duration(row.base().p99()),
        SummaryText.duration(row.candidate().p50()),
        SummaryText.duration(row.candidate().p99()),
        percent(row.change().estimate()),
        percent(row.change().low()) + " .. " + percent(row.change().high()),
        percent(row.floor()),
        row.verdict().toString());
  }

  static ObjectNode json(Comparison comparison) {
    ObjectNode json = Json.object();
    json.put("verdict", comparison.verdict().toString());
    json.put("sentence", comparison.sentence());
    json.put("ticks_more", comparison.ticksMore());
    Difference tick = comparison.tick();
    if (tick == null) {
      json.putNull("tick");
    } else {
      json.set("tick", of(tick));
    }
    ObjectNode stages = json.putObject("stages");
    comparison.stages().forEach(stage -> stages.set(stage.what(), of(stage)));
    ObjectNode latencies = json.putObject("latencies_us");
    comparison
        .latencies()
        .forEach((name, latency) -> {
          ObjectNode node = latencies.putObject(name);
          node.set("base", Json.of(latency.base()));
          node.set("candidate", Json.of(latency.candidate()));
        });
    Divergence first = comparison.divergence();
    if (first == null) {
      json.putNull("first_divergence");
    } else {
      json.putObject("first_divergence").put("tick", first.tick()).put("run", first.run());
    }
    ObjectNode mismatches = json.putObject("mismatches");
    comparison.mismatches().forEach(mismatches::put);
    Comparison.Settings settings = comparison.settings();
    json.putObject("settings")
        .put("run", settings.run())
        .put("ticks", settings.ticks())
        .put("rounds", settings.rounds())
        .put("measured_ticks", settings.measuredTicks())
        .put("threshold", settings.threshold())
        .put("confidence", settings.confidence())
        .put("pace", settings.pace());
    ObjectNode environment = json.putObject("environment");
    ObjectNode base = environment.putObject("base");
    comparison.baseEnvironment().forEach(base::put);
    ObjectNode candidate = environment.putObject("candidate");
    comparison.candidateEnvironment().forEach(candidate::put);
    return json;
  }

  private static ObjectNode of(Difference difference) {
    ObjectNode json = Json.object();
    json.put("verdict", difference.verdict().toString());
    json.set("change", of(difference.change()));
    json.put("floor", difference.floor());
    json.put("slower_share", difference.slowerShare());
    json.set("base_us", Json.of(difference.base()));
    json.set("candidate_us", Json.of(difference.candidate()));
    return json;
  }

  private static ObjectNode of(Interval interval) {
    return Json.object()
        .put("low", interval.low())
        .put("estimate", interval.estimate())
        .put("high", interval.high());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
  }
}
