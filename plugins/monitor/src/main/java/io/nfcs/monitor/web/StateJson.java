package io.nfcs.monitor.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.monitor.alert.Alert;
import io.nfcs.monitor.alert.Sample;
import io.nfcs.monitor.cause.LateTick;
import io.nfcs.monitor.live.TickRow;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.RunHeader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a run as JSON; unknown values are null. */
final class StateJson {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double DIGITS = 1e6;
  private static final int SHOWN_LATE = 10;
  private static final int SUMMED_TICKS = 100;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Sources sources;

  StateJson(Sources sources) {
    this.sources = sources;
  }

  /** Returns the whole state of the page, with the ticks after a number. */
  ObjectNode state(long sinceTick, int atMostTicks) {
    List<Sample> samples = sources.metrics().samples();
    ObjectNode json = MAPPER.createObjectNode();
    RunHeader run = sources.ticks().run();
    if (run != null) {
      json.put("run", run.run());
      json.put("period_ms", run.periodNanos() / NANOS_PER_MILLI);
      ArrayNode stages = json.putArray("stages");
      run.shape().stages().forEach(stages::add);
      ArrayNode further = json.putArray("quantities");
      TickRow.further(run.shape()).forEach(each -> further.add(quantity(each)));
    }
    reasons(json, "not_alive", sources.health().notAlive());
    reasons(json, "not_ready", sources.health().notReady());
    json.set("summary", summary(samples, run));
    ArrayNode ticks = json.putArray("ticks");
    sources.ticks().since(sinceTick, atMostTicks).forEach(row -> ticks.add(tick(row)));
    json.set("late", late(SHOWN_LATE));
    json.set("tiers", tiers());
    return json;
  }

  /** Returns the summary in the structure of the original system's dashboard. */
  ObjectNode summary() {
    return summary(sources.metrics().samples(), sources.ticks().run());
  }

  private ObjectNode summary(List<Sample> samples, @Nullable RunHeader run) {
    PerformanceSummary summary =
        PerformanceSummary.of(
            samples,
            run == null ? List.of() : run.shape().stages(),
            sources.ticks().since(-1, SUMMED_TICKS),
            run == null ? Double.NaN : run.periodNanos() / NANOS_PER_MILLI,
            sources.alerts().active());
    ObjectNode json = MAPPER.createObjectNode();
    numbers(json.putObject("system_performance"), summary.systemPerformance());
    ObjectNode components = json.putObject("component_performance");
    summary
        .componentPerformance()
        .forEach((name, values) -> numbers(components.putObject(name), values));
    numbers(json.putObject("cache_performance"), summary.cachePerformance());
    ArrayNode alerts = json.putArray("alerts");
    summary.alerts().forEach(alert -> alerts.add(alert(alert)));
    return json;
  }

  private static ObjectNode alert(Alert alert) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", alert.name());
    json.put("severity", alert.rule().severity().toString());
    json.put("metric", alert.rule().metric());
    ObjectNode labels = json.putObject("labels");
    alert.labels().forEach(labels::put);
    number(json, "value", alert.value());
    return json.put("text", alert.rule().text());
  }

  private static ObjectNode tick(TickRow row) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("n", row.number());
    number(json, "late", row.latenessMillis());
    number(json, "took", row.durationMillis());
    ArrayNode stages = json.putArray("stages");
    for (double millis : row.stageMillis()) {
      stages.add(round(millis));
    }
    json.put("missed", row.missedBefore());
    json.put("failed", row.hasFailed());
    number(json, "r", row.orderParameter());
    number(json, "coherence", row.fieldCoherence());
    number(json, "ha", row.hallucination());
    json.put("risk", row.riskLevel()).put("decision", row.decision());
    ArrayNode values = json.putArray("values");
    for (double value : row.further()) {
      if (Double.isFinite(value)) {
        values.add(round(value));
      } else {
        values.addNull();
      }
    }
    return json;
  }

  private static ObjectNode quantity(Quantity quantity) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", quantity.name()).put("key", quantity.key());
    json.put("unit", quantity.unit()).put("help", quantity.help());
    ArrayNode codes = json.putArray("codes");
    quantity.codes().forEach(codes::add);
    return json;
  }

  /** Returns the latest late ticks, the newest first. */
  ArrayNode late(int atMost) {
    ArrayNode json = MAPPER.createArrayNode();
    sources.late().latest().stream().limit(atMost).forEach(tick -> json.add(late(tick)));
    return json;
  }

  private static ObjectNode late(LateTick tick) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("n", tick.number()).put("missed", tick.missedBefore());
    number(json, "late", tick.lateNanos() / NANOS_PER_MILLI);
    ArrayNode parts = json.putArray("parts");
    for (LateTick.Part part : tick.parts()) {
      ObjectNode one = parts.addObject();
      one.put("cause", part.cause().toString()).put("what", part.what());
      number(one, "ms", part.nanos() / NANOS_PER_MILLI);
    }
    return json;
  }

  /** Returns the tiers of each cache, from near downward. */
  private ArrayNode tiers() {
    ArrayNode json = MAPPER.createArrayNode();
    for (TieredCache<?, ?> cache : sources.grid().caches()) {
      sources
          .parts()
          .ask("tiers of " + cache.name(), cache::statistics)
          .ifPresent(
              statistics -> statistics.tiers().forEach(tier -> json.add(tier(cache.name(), tier))));
    }
    return json;
  }

  private static ObjectNode tier(String cache, TierStatistics tier) {
    return MAPPER
        .createObjectNode()
        .put("cache", cache)
        .put("tier", tier.tier())
        .put("lookups", tier.lookups())
        .put("hits", tier.hits())
        .put("entries", tier.entries())
        .put("bytes", tier.bytes());
  }

  private static void reasons(ObjectNode json, String key, List<String> reasons) {
    ArrayNode all = json.putArray(key);
    reasons.forEach(all::add);
  }

  private static void numbers(ObjectNode json, Map<String, Double> values) {
    values.forEach((key, value) -> number(json, key, value));
  }

  private static void number(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, round(value));
    } else {
      json.putNull(key);
    }
  }

  private static double round(double value) {
    return Math.rint(value * DIGITS) / DIGITS;
  }
}
