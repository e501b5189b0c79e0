package io.nfcs.lab.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Json;
import io.nfcs.lab.statistics.Interval;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.replay.Window;
import java.util.List;

/** The JSON of a comparison. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** Returns a comparison as JSON, without the data of the plots. */
  public static ObjectNode of(Comparison comparison) {
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
        .put("window", Window.text(settings.windows()))
        .put("ticks", settings.ticks())
        .put("rounds", settings.rounds())
        .put("measured_ticks", settings.measuredTicks())
        .put("threshold", settings.threshold())
        .put("confidence", settings.confidence())
        .put("pace", settings.pace())
        .put("from_intended_start", settings.isFromIntendedStart());
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

  /** Returns the data of the plots as JSON. */
  static ObjectNode of(Plots plots) {
    ObjectNode json = Json.object();
    numbers(json.putArray("nines"), plots.nines());
    numbers(json.putArray("base_quantiles"), plots.baseQuantiles());
    numbers(json.putArray("candidate_quantiles"), plots.candidateQuantiles());
    numbers(json.putArray("base_ticks"), plots.baseTicks());
    numbers(json.putArray("candidate_ticks"), plots.candidateTicks());
    ArrayNode outliers = json.putArray("outliers");
    for (Plots.Outlier outlier : plots.outliers()) {
      outliers
          .addObject()
          .put("side", outlier.side())
          .put("round", outlier.round())
          .put("pass", outlier.pass())
          .put("tick", outlier.tick())
          .put("micros", outlier.micros())
          .put("stage", outlier.stage());
    }
    return json;
  }

  private static void numbers(ArrayNode array, List<Double> values) {
    values.forEach(array::add);
  }
}
