package io.nfcs.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.tick.TuningReceipt;
import java.time.Instant;

/** Receipts of trials, in a line and as JSON. */
public final class Receipts {
  private Receipts() {}

  /** Returns a receipt as one line. */
  public static String line(TuningReceipt receipt) {
    return Instant.ofEpochSecond(0, receipt.epochNanos())
        + "  "
        + (receipt.isKept() ? "kept" : "undone")
        + "  "
        + receipt.after()
        + " in place of "
        + receipt.before()
        + ", as "
        + receipt.reason()
        + ": "
        + receipt.verdict();
  }

  /** Returns a receipt as JSON. */
  public static ObjectNode json(TuningReceipt receipt) {
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
