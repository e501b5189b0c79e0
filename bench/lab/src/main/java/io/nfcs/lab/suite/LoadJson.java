package io.nfcs.lab.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Json;
import io.nfcs.lab.load.Latencies;
import io.nfcs.lab.load.LoadTestResults;
import io.nfcs.lab.load.LoadTestResults.Step;
import io.nfcs.lab.load.LoopTimes;
import org.jspecify.annotations.Nullable;

/** The JSON of a load test. */
final class LoadJson {
  private LoadJson() {}

  /** Returns a load test as JSON. */
  public static ObjectNode of(LoadTestResults results) {
    ObjectNode json = Json.object();
    json.put("users", results.users());
    json.put("seconds", results.seconds());
    json.put("operations_per_second", results.operationsPerSecond());
    json.put("success_rate", results.total().successRate());
    json.put("within_limits", results.isWithinLimits());
    Json.number(json, "hit_ratio", results.hitRatio());
    json.set("total", of(results.total()));
    ObjectNode operations = json.putObject("operations");
    results.operations().forEach((operation, row) -> operations.set(operation.toString(), of(row)));
    ArrayNode leftOut = json.putArray("left_out");
    results.leftOut().forEach(operation -> leftOut.add(operation.toString()));
    ArrayNode failures = json.putArray("failures");
    results
        .failures()
        .forEach(row ->
            failures
                .addObject()
                .put("operation", row.operation().toString())
                .put("cause", row.cause())
                .put("count", row.count()));
    ArrayNode steps = json.putArray("steps");
    results.steps().forEach(step -> steps.add(of(step)));
    json.set("saturated_at", of(results.saturatedAt()));
    json.set("loop", of(results.loop()));
    return json;
  }

  private static ObjectNode of(Latencies row) {
    ObjectNode json = Json.object();
    json.put("operations", row.operations()).put("failures", row.failures());
    json.set("intended_us", Json.of(row.intended()));
    json.set("service_us", Json.of(row.service()));
    return json;
  }

  private static @Nullable ObjectNode of(@Nullable Step step) {
    if (step == null) {
      return null;
    }
    ObjectNode json = Json.object();
    json.put("users", step.users())
        .put("offered_per_second", step.offeredPerSecond())
        .put("achieved_per_second", step.achievedPerSecond());
    json.set("latencies", of(step.latencies()));
    return json;
  }

  private static ObjectNode of(LoopTimes loop) {
    ObjectNode json = Json.object();
    json.put("ticks", loop.ticks()).put("missed", loop.missed()).put("hz", loop.hz());
    json.set("lateness_us", Json.of(loop.lateness()));
    json.set("tick_us", Json.of(loop.tick()));
    return json;
  }
}
