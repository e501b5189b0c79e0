package io.nfcs.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.journal.JournalCheck;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.pipeline.timing.Quantiles;
import io.nfcs.tick.ModelQuantities;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the commands. Its keys are a contract: they are added to, never renamed.
 *
 * <p>A number that was not computed is {@code null}.
 */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns an empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns an object as text, on one line. */
  public static String text(ObjectNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a run as JSON. */
  public static ObjectNode of(RunSummary summary) {
    ObjectNode json = object();
    json.put("ticks", summary.ticks());
    json.put("missed", summary.missed());
    json.put("hz", Math.round(summary.hz() * 1e6) / 1e6);
    json.set("lateness_us", of(summary.lateness()));
    json.set("tick_us", of(summary.tick()));
    ObjectNode stages = json.putObject("stages");
    summary
        .stages()
        .forEach((name, stage) ->
            stages
                .putObject(name)
                .put("p50_us", stage.duration().p50())
                .put("p99_us", stage.duration().p99())
                .put("failures", stage.failures()));
    json.putObject("journal")
        .put("records", summary.journal().records())
        .put("bytes", summary.journal().bytes())
        .put("dropped", summary.journal().dropped())
        .set("damages", of(summary.journal().damages()));
    json.putObject("store")
        .put("ticks", summary.store().ticks())
        .put("lag", summary.store().lag())
        .put("fields", summary.store().fields())
        .put("trouble", summary.store().trouble());
    ObjectNode last = json.putObject("final");
    number(last, ModelQuantities.ORDER_PARAMETER.key(), summary.last().orderParameter());
    number(last, ModelQuantities.ENERGY.key(), summary.last().energy());
    last.put(ModelQuantities.VORTICES.key(), summary.last().vortices());
    last.put("digest", digest(summary.last().digest()));
    ObjectNode sampling = json.putObject("sampling");
    sampling
        .put("share", summary.sampling().share())
        .put("cost_ns", summary.sampling().costNanos());
    ObjectNode operations = sampling.putObject("operations");
    summary
        .sampling()
        .operations()
        .forEach((name, one) -> {
          ObjectNode operation = of(one.duration());
          operations.set(name, operation.put("samples", one.samples()));
        });
    json.put("data_dir", summary.dataDir().toString());
    return json;
  }

  /** Returns a replay as JSON. */
  public static ObjectNode of(ReplayReport report) {
    ObjectNode json = object();
    json.put("ticks", report.ticks());
    json.put("equal", report.equal());
    json.put("not_compared", report.notCompared());
    json.put("not_there", report.notThere());
    divergence(json, report.firstDivergence());
    ArrayNode runs = json.putArray("runs");
    for (ReplayReport.Run run : report.runs()) {
      ObjectNode each = runs.addObject();
      each.put("run", run.run()).put("ticks", run.ticks()).put("equal", run.equal());
      each.put("compared", run.compared()).put("not_compared", run.notCompared());
      each.put("checked", run.notChecked() == null || run.compared() > 0);
      each.put("not_checked", run.notChecked());
      divergence(each, run.firstDivergence());
    }
    ArrayNode windows = json.putArray("windows");
    for (Window window : report.windows()) {
      ObjectNode each = windows.addObject().put("from", window.from());
      each.put("to", window.to() == Long.MAX_VALUE ? null : window.to());
    }
    json.set("damages", of(report.damages()));
    return json;
  }

  private static void divergence(ObjectNode json, ReplayReport.@Nullable Divergence first) {
    if (first == null) {
      json.putNull("first_divergence");
    } else {
      json.putObject("first_divergence")
          .put("tick", first.tick())
          .put("what", first.what())
          .put("run", first.run());
    }
  }

  /** Returns a check of a journal as JSON. */
  public static ObjectNode of(JournalCheck check) {
    ObjectNode json = object();
    json.put("records", check.records());
    json.put("bytes", check.bytes());
    json.put("complete", check.isComplete());
    JournalCheck.Damage bad = check.firstBad();
    json.set("first_bad", bad == null ? json.nullNode() : of(bad));
    json.set("damages", of(check.damages()));
    return json;
  }

  /** Returns the damages of a journal as JSON. */
  public static ArrayNode of(List<JournalCheck.Damage> damages) {
    ArrayNode array = MAPPER.createArrayNode();
    damages.forEach(damage -> array.add(of(damage)));
    return array;
  }

  private static ObjectNode of(JournalCheck.Damage damage) {
    return object()
        .put("file", damage.file().toString())
        .put("position", damage.position())
        .put("why", damage.why());
  }

  /** Puts a number, or null for one that is not finite. */
  public static void number(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  /** Returns a digest as 16 hexadecimal digits, as everywhere. */
  public static String digest(long digest) {
    return HexFormat.of().toHexDigits(digest);
  }

  /** Returns quantiles as JSON, in their unit. */
  public static ObjectNode of(Quantiles quantiles) {
    return object()
        .put("p50", quantiles.p50())
        .put("p95", quantiles.p95())
        .put("p99", quantiles.p99())
        .put("p999", quantiles.p999())
        .put("max", quantiles.max());
  }
}
