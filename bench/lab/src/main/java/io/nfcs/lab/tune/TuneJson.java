package io.nfcs.lab.tune;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Json;
import io.nfcs.command.Receipts;
import io.nfcs.lab.replay.ComparisonJson;

/** The JSON of tuning. */
final class TuneJson {
  private TuneJson() {}

  /** Returns the results of a tuner as JSON. */
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
    tuning.trials().forEach(trial -> trials.add(Receipts.json(trial.receipt())));
    return json;
  }

  /** Returns a repeated trial as JSON. */
  public static ObjectNode of(Trial again) {
    ObjectNode json = Json.object();
    json.set("receipt", Receipts.json(again.receipt()));
    json.set("once_more", ComparisonJson.of(again.comparison()));
    return json;
  }
}
