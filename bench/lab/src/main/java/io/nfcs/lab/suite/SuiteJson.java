package io.nfcs.lab.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of the suite, its history and its list. */
final class SuiteJson {
  private SuiteJson() {}

  /** Returns a run as JSON. */
  public static ObjectNode of(BenchmarkResults results) {
    ObjectNode json = Json.object();
    json.put("at", results.at().toString());
    json.put("code", results.codeVersion());
    json.put("met", results.isMet());
    ObjectNode environment = json.putObject("environment");
    results.environment().forEach(environment::put);
    ObjectNode components = json.putObject("components");
    results
        .measurements()
        .forEach((component, list) -> {
          ObjectNode values = components.putObject(component);
          list.forEach(one -> values.set(one.name(), of(one)));
        });
    return json;
  }

  /** Returns a history as JSON. */
  public static ObjectNode of(List<Trend> trends, int leftOut) {
    ObjectNode json = Json.object();
    json.put("left_out", leftOut);
    ObjectNode values = json.putObject("values");
    for (Trend trend : trends) {
      ObjectNode value = values.putObject(trend.name());
      ArrayNode series = value.putArray("series");
      trend.series().forEach(series::add);
      ArrayNode changes = value.putArray("changes");
      trend
          .changes()
          .forEach(change ->
              changes
                  .addObject()
                  .put("at", trend.runs().get(change.index()).at().toString())
                  .put("code", trend.runs().get(change.index()).codeVersion())
                  .put("before", change.before())
                  .put("after", change.after())
                  .put("p_value", change.pValue()));
    }
    return json;
  }

  /** Returns a list of commands that measure as JSON, with their descriptions. */
  public static ObjectNode of(Map<String, String> commands) {
    ObjectNode json = Json.object();
    commands.forEach(json.putObject("commands")::put);
    return json;
  }

  private static ObjectNode of(Measurement one) {
    ObjectNode json = Json.object();
    Json.number(json, "value", one.value());
    json.put("unit", one.unit()).put("met", one.isMet());
    bound(json, "target", one.target());
    bound(json, "goal", one.goal());
    return json;
  }

  private static void bound(ObjectNode json, String key, @Nullable Bound bound) {
    if (bound != null) {
      json.putObject(key).put(bound.isLeast() ? "at_least" : "at_most", bound.limit());
    }
  }
}
