package io.nfcs.monitor.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.monitor.alert.AlertRule;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.live.TickRow;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.TickShape;
import java.util.List;
import java.util.Map;

/** A dashboard for Grafana: the loop, its stages, the model, the tiers and the alerts. */
public final class GrafanaDashboard {
  private static final int COLUMNS = 2;
  private static final int WIDTH = 12;
  private static final int HEIGHT = 8;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<Panel> PANELS =
      List.of(
          new Panel("Alerts", "none", Map.of("{{alert}} ({{severity}})", "nfcs_alert_active")),
          new Panel(
              "Frequency", "hertz", Map.of("ticks a second", "nfcs_coordination_frequency_hz")),
          new Panel(
              "From due to done",
              "s",
              Map.of("p{{quantile}}", "nfcs_coordination_latency_quantile_seconds")),
          new Panel(
              "Lateness",
              "s",
              Map.of(
                  "p99", "histogram_quantile(0.99, rate(nfcs_tick_lateness_seconds_bucket[1m]))")),
          new Panel(
              "Stages, of a tick",
              "s",
              Map.of(
                  "{{module_name}}",
                  "rate(nfcs_module_response_time_seconds_sum[1m])"
                      + " / rate(nfcs_module_response_time_seconds_count[1m])")),
          new Panel(
              "Ticks that went wrong, a second",
              "none",
              Map.of(
                  "missed periods",
                  "rate(nfcs_periods_missed_total[1m])",
                  "failed",
                  "rate(nfcs_ticks_failed_total[1m])",
                  "dropped",
                  "rate(nfcs_ticks_dropped_total[1m])",
                  "degraded",
                  "rate(nfcs_ticks_degraded_total[1m])")),
          new Panel(
              "Order",
              "none",
              Map.of(
                  "oscillators", ModelQuantities.ORDER_PARAMETER.metric(),
                  "field", ModelQuantities.FIELD_COHERENCE.metric(),
                  "tokens", ModelQuantities.SEMANTIC_ORDER.metric())),
          new Panel(
              "Risk",
              "none",
              Map.of(
                  "H_a", ModelQuantities.HALLUCINATION.metric(),
                  "level", ModelQuantities.RISK_LEVEL.metric(),
                  "decision", ModelQuantities.DECISION.metric())),
          new Panel("Hit ratio", "percentunit", Map.of("{{cache}}", "nfcs_cache_hit_ratio")),
          new Panel(
              "Look-ups of tiers, a second",
              "none",
              Map.of("{{cache}} {{tier}}", "rate(nfcs_tier_lookups_total[1m])")),
          new Panel(
              "Regions",
              "bytes",
              Map.of(
                  "{{region}} taken", "nfcs_region_allocated_bytes",
                  "{{region}} used", "nfcs_region_used_bytes")),
          new Panel(
              "Pauses of collections, share of the time",
              "percentunit",
              Map.of("pauses", "rate(nfcs_gc_collection_time_seconds_sum[1m])")));

  private GrafanaDashboard() {}

  /**
   * Returns the file; panels of a metric that has alerts show their thresholds.
   *
   * @param shape shape of the ticks: each quantity that is not of the model has a panel
   */
  public static String of(AlertSettings settings, TickShape shape) {
    ObjectNode board = MAPPER.createObjectNode();
    board.put("title", "NFCS").put("uid", "nfcs").put("schemaVersion", 39).put("refresh", "5s");
    board.putObject("time").put("from", "now-15m").put("to", "now");
    board.putArray("tags").add("nfcs");
    ArrayNode panels = board.putArray("panels");
    PANELS.forEach(each -> panels.add(panel(panels.size(), each, settings)));
    for (Quantity each : TickRow.further(shape)) {
      Panel panel = new Panel(each.name(), each.unit(), Map.of(each.name(), each.metric()));
      ObjectNode json = panel(panels.size(), panel, settings).put("description", each.help());
      names(json, each.codes());
      panels.add(json);
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(board) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode panel(int index, Panel panel, AlertSettings settings) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", index + 1).put("type", "timeseries").put("title", panel.title);
    json.putObject("gridPos")
        .put("x", index % COLUMNS * WIDTH)
        .put("y", index / COLUMNS * HEIGHT)
        .put("w", WIDTH)
        .put("h", HEIGHT);
    json.putObject("datasource").put("type", "prometheus");
    ObjectNode defaults = json.putObject("fieldConfig").putObject("defaults");
    defaults.put("unit", panel.unit);
    thresholds(defaults, panel, settings);
    ArrayNode targets = json.putArray("targets");
    panel.queries.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(query ->
            targets
                .addObject()
                .put("expr", query.getValue())
                .put("legendFormat", query.getKey())
                .put("refId", Character.toString('A' + targets.size() - 1)));
    return json;
  }

  /** Maps codes to their names. */
  private static void names(ObjectNode panel, List<String> codes) {
    if (!codes.isEmpty()) {
      ObjectNode defaults = (ObjectNode) panel.path("fieldConfig").path("defaults");
      ObjectNode mapping = defaults.putArray("mappings").addObject().put("type", "value");
      ObjectNode options = mapping.putObject("options");
      for (int code = 0; code < codes.size(); code++) {
        options.putObject(Integer.toString(code)).put("text", codes.get(code)).put("index", code);
      }
    }
  }

  private static void thresholds(ObjectNode defaults, Panel panel, AlertSettings settings) {
    for (AlertRule rule : settings.rules().values()) {
      if (!rule.rate() && panel.queries.containsValue(rule.metric())) {
        boolean isAbove = rule.when() == AlertRule.When.ABOVE;
        ArrayNode steps =
            defaults.putObject("thresholds").put("mode", "absolute").putArray("steps");
        steps.addObject().put("color", isAbove ? "green" : "red").putNull("value");
        steps.addObject().put("color", isAbove ? "red" : "green").put("value", rule.enter());
        defaults.putObject("custom").putObject("thresholdsStyle").put("mode", "line");
        return;
      }
    }
  }

  /**
   * A panel of the dashboard.
   *
   * @param title its title
   * @param unit Grafana's name of the unit
   * @param queries queries by the names of their series
   */
  private record Panel(String title, String unit, Map<String, String> queries) {}
}
