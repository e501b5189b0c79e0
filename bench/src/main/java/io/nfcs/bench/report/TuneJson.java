package io.nfcs.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.journal.TuningReceipt;
import java.time.Instant;

/** The JSON of tuning. */
public final class TuneJson {
  private TuneJson() {}

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
        .put("max_ticks", receipt.maxTicks())
        .put("seed", receipt.seed());
  }
}
