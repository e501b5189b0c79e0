package io.nfcs.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.journal.Position;
import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.DegradeStep;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import java.util.List;

/** A journalled tick as JSON, with names for every number and its place in the file. */
final class TickJson {
  private TickJson() {}

  static ObjectNode of(RunHeader run, Tick tick, Position position) {
    ObjectNode json = Json.object();
    json.put("run", run.run());
    json.put("tick", tick.number());
    json.put("file", position.file().toString());
    json.put("position", position.offset());
    json.put("bytes", position.bytes());
    json.put("scheduled_nanos", tick.scheduledNanos());
    json.put("wakeup_nanos", tick.wakeupNanos());
    json.put("commit_nanos", tick.commitNanos());
    json.put("missed_before", tick.missedBefore());
    json.put("append_before_nanos", tick.appendBeforeNanos());
    json.put("digest", Json.digest(tick.digest()));
    input(json.putObject("input"), run.shape().parameters(), tick.input());
    stages(json.putObject("stages"), run.shape().stages(), tick);
    outcome(json.putObject("outcome"), tick.outcome());
    control(json.putObject("intent"), tick.intent());
    return json;
  }

  private static void input(ObjectNode json, List<String> names, TickInput input) {
    control(json.putObject("control"), input.control());
    ObjectNode parameters = json.putObject("parameters");
    for (int i = 0; i < names.size(); i++) {
      Json.number(parameters, names.get(i), input.parameter(i));
    }
    json.put("tokens_bytes", input.tokens().length());
    json.put("actions_bytes", input.actions().length());
    ArrayNode degradation = json.putArray("degradation");
    for (DegradeStep step : DegradeStep.values()) {
      if (input.isDegraded(step)) {
        degradation.add(step.name());
      }
    }
  }

  private static void control(ObjectNode json, ControlIntent control) {
    Json.number(json, "field", control.field());
    Json.number(json, "modules", control.modules());
    Json.number(json, "coupling", control.coupling());
    Json.number(json, "damping", control.damping());
    Json.number(json, "token_limit", control.tokenLimit());
  }

  private static void stages(ObjectNode json, List<String> names, Tick tick) {
    for (int stage = 0; stage < names.size(); stage++) {
      json.putObject(names.get(stage))
          .put("status", tick.status(stage).name())
          .put("start_nanos", tick.startNanos(stage))
          .put("end_nanos", tick.endNanos(stage))
          .put("digest", Json.digest(tick.digest(stage)));
    }
  }

  private static void outcome(ObjectNode json, Outcome outcome) {
    for (int i = 0; i < outcome.quantities().size(); i++) {
      Quantity quantity = outcome.quantities().get(i);
      if (quantity.kind() == Quantity.Kind.DOUBLE) {
        Json.number(json, quantity.key(), outcome.number(i));
      } else {
        json.put(quantity.key(), outcome.count(i));
      }
    }
  }
}
