package io.nfcs.bench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.bench.tune.CacheMeasure;
import io.nfcs.bench.tune.Proposal;
import io.nfcs.bench.tune.Trial;
import io.nfcs.bench.tune.Tuning;
import io.nfcs.journal.TuningReceipt;
import java.time.Instant;

/** The JSON of tuning. */
public final class TuneJson {
  private TuneJson() {}

  /** What a tuner has done. */
  public static ObjectNode of(Tuning tuning) {
    ObjectNode json = Json.object();
    json.set("measured", Json.of(tuning.measured().run()));
    ArrayNode caches = json.putArray("caches");
    for (CacheMeasure cache : tuning.measured().caches()) {
      ObjectNode one = caches.addObject();
      one.put("name", cache.cache())
          .put("tier", cache.tier())
          .put("limit_bytes", cache.limitBytes())
          .put("lookups", cache.lookups());
      Json.number(one, "hit_ratio", cache.hitRatio());
      ObjectNode predicted = one.putObject("predicted");
      cache.predicted().forEach((factor, ratio) -> predicted.put(factor.toString(), ratio));
    }
    ArrayNode proposals = json.putArray("proposals");
    for (Proposal proposal : tuning.proposals()) {
      proposals
          .addObject()
          .put("kind", proposal.kind().name())
          .put("key", proposal.key())
          .put("before", proposal.before())
          .put("after", proposal.after())
          .put("reason", proposal.reason())
          .put("estimate", proposal.estimate());
    }
    ArrayNode trials = json.putArray("trials");
    tuning.trials().forEach(trial -> trials.add(of(trial.receipt())));
    return json;
  }

  /** A trial that was executed once more. */
  public static ObjectNode of(Trial again) {
    ObjectNode json = Json.object();
    json.set("receipt", of(again.receipt()));
    json.set("once_more", ComparisonJson.of(again.comparison()));
    return json;
  }

  /** A receipt. */
  public static ObjectNode of(TuningReceipt receipt) {
    ObjectNode json = Json.object();
    json.put("at", Instant.ofEpochSecond(0, receipt.epochNanos()).toString());
    json.put("run", receipt.run());
    json.put("kind", receipt.kind());
    json.put("before", receipt.before());
    json.put("after", receipt.after());
    json.put("reason", receipt.reason());
    json.put("kept", receipt.isKept());
    Json.number(json, "low", receipt.low());
    Json.number(json, "estimate", receipt.estimate());
    Json.number(json, "high", receipt.high());
    json.put("verdict", receipt.verdict());
    return json.put("rounds", receipt.rounds())
        .put("first_tick", receipt.firstTick())
        .put("max_ticks", receipt.maxTicks())
        .put("seed", receipt.seed());
  }
}
