package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.config.NfcsConfig;
import io.nfcs.house.Sources;
import io.nfcs.monitor.alert.AlertRule;
import io.nfcs.monitor.alert.AlertSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The view of a real Prometheus on a running loop. */
@Timeout(180)
class PrometheusTest {
  /** The metrics that the original system promised. */
  private static final Map<String, String> PROMISED =
      Map.of(
          "nfcs_cgl_computation_time_seconds", "histogram",
          "nfcs_cgl_performance_fps", "gauge",
          "nfcs_kuramoto_sync_time_seconds", "histogram",
          "nfcs_kuramoto_oscillator_performance", "gauge",
          "nfcs_coordination_frequency_hz", "gauge",
          "nfcs_coordination_latency_seconds", "histogram",
          "nfcs_module_response_time_seconds", "histogram",
          "nfcs_memory_efficiency_ratio", "gauge",
          "nfcs_memory_fragmentation_percent", "gauge",
          "nfcs_gc_collection_time_seconds", "histogram");

  private static final Path RULES = Sources.ROOT.resolve("config/prometheus/nfcs-rules.yml");
  private static final Path DASHBOARD = Sources.ROOT.resolve("config/grafana/nfcs.json");

  @TempDir private static Path folder;

  private static MonitoredRun run;

  @BeforeAll
  static void start() throws Exception {
    // with a cache, so that there are tiers as well
    run =
        MonitoredRun.start(
            folder.resolve("data"),
            Map.of(
                "pipeline.stages",
                "{cgl: [], kuramoto: [], esc: [], workload: [], risk: [cgl, kuramoto],"
                    + " constitution: [risk, esc]}"));
  }

  @AfterAll
  static void stop() {
    run.close();
  }

  @Test
  void shouldHaveAllThatWasPromisedAndMove() throws Exception {
    Path own = Files.createDirectories(folder.resolve("prometheus"));
    try (PrometheusServer prometheus = PrometheusServer.start(own, run.port())) {
      TreeSet<String> still = new TreeSet<>(PROMISED.keySet());
      while (!still.isEmpty() && !Thread.currentThread().isInterrupted()) {
        System.gc();
        run.nfcs().await(Duration.ofSeconds(1));
        for (String name : PROMISED.keySet()) {
          String series = PROMISED.get(name).equals("histogram") ? name + "_count" : name;
          if (prometheus.count("changes(" + series + "[5m]) > 0") > 0) {
            still.remove(name);
          }
        }
      }
      Map<String, String> types = new TreeMap<>();
      JsonNode metadata = prometheus.api("metadata");
      PROMISED
          .keySet()
          .forEach(name -> types.put(name, metadata.path(name).path(0).path("type").asText()));
      assertEquals(new TreeMap<>(PROMISED), types);
      assertEquals(1, prometheus.count("nfcs_cgl_performance_fps{grid_size=\"128x128\"}"));
      assertEquals(
          1, prometheus.count("nfcs_kuramoto_oscillator_performance{oscillator_count=\"8\"}"));
      assertEquals(
          6, prometheus.count("count by (module_name) (nfcs_module_response_time_seconds_count)"));
      for (String bucket : new String[] {"0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "+Inf"}) {
        assertEquals(
            1,
            prometheus.count("nfcs_cgl_computation_time_seconds_bucket{le=\"" + bucket + "\"}"),
            bucket);
      }
      assertEquals(7, prometheus.count("nfcs_cgl_computation_time_seconds_bucket"));
      assertEquals(0, prometheus.count("nfcs_conservation_residue != 0"));
    }
  }

  @Test
  void shouldPassPromtool() throws Exception {
    assertEquals("", PrometheusServer.promtool(run.get("/metrics").body(), "check", "metrics"));
    String said = PrometheusServer.promtool("", "check", "rules", RULES.toString());
    assertTrue(said.contains("SUCCESS") && !said.contains("exit status"), said);
  }

  /** A series that is bad, then flaps between the thresholds, then is well, for each rule. */
  @Test
  void shouldAlertInPrometheusAsHere() throws Exception {
    StringBuilder yaml = new StringBuilder("evaluation_interval: 1s\n");
    yaml.append("rule_files: [").append(RULES).append("]\ntests:\n");
    AlertSettings alerts =
        NfcsConfig.load(Sources.ROOT.resolve("config/nfcs.yaml"))
            .section("alerts", AlertSettings.class);
    alerts.rules().forEach((name, rule) -> yaml.append(rule.rate() ? "" : simulated(name, rule)));
    Path file = Files.writeString(folder.resolve("alerts-test.yml"), yaml);
    String said = PrometheusServer.promtool("", "test", "rules", file.toString());
    assertTrue(said.contains("SUCCESS") && !said.contains("exit status"), said + yaml);
  }

  private static String simulated(String name, AlertRule rule) {
    double away = rule.when() == AlertRule.When.ABOVE ? 1 : -1;
    double bad = rule.enter() + away;
    double well = rule.leave() - away;
    double between = (rule.enter() + rule.leave()) / 2;
    boolean hasBetween = rule.enter() != rule.leave();
    int hold = (int) rule.holdSeconds();
    String labels =
        rule.labels().entrySet().stream()
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    String alert =
        String.format(
            Locale.ROOT,
            "[{exp_labels: {severity: %s%s}, exp_annotations: {summary: '%s'}}]",
            rule.severity().name().toLowerCase(Locale.ROOT),
            rule.labels().entrySet().stream()
                .map(label -> ", " + label.getKey() + ": '" + label.getValue() + "'")
                .collect(Collectors.joining()),
            rule.text());
    return String.format(
        Locale.ROOT,
        """
          - interval: 1s
            input_series:
              - {series: '%1$s', values: '%2$sx%3$d %4$sx50 %2$sx5 %4$sx50 %5$sx60'}
            alert_rule_test:
              - {eval_time: %6$ds, alertname: %7$s, exp_alerts: %12$s}
              - {eval_time: %8$ds, alertname: %7$s, exp_alerts: %10$s}
              - {eval_time: %9$ds, alertname: %7$s, exp_alerts: %10$s}
              - {eval_time: %11$ds, alertname: %7$s, exp_alerts: []}
        """,
        rule.metric() + labels,
        bad,
        hold + 10,
        hasBetween ? between : bad,
        well,
        Math.max(0, hold - 1),
        name,
        hold + 5,
        hold + 100,
        alert,
        hold + 180,
        hold == 0 ? alert : "[]");
  }

  /** An alert on a metric that nobody exports never comes. */
  @Test
  void shouldExportWhatRulesAndDashboardAskFor() throws Exception {
    // the first look-ups make the ratio
    String metrics = run.get("/metrics").body();
    while (!metrics.contains("nfcs_cache_hit_ratio{") && !Thread.currentThread().isInterrupted()) {
      run.nfcs().await(Duration.ofMillis(50));
      metrics = run.get("/metrics").body();
    }
    Set<String> exported = new TreeSet<>();
    Matcher names = Pattern.compile("(?m)^(nfcs_[a-z0-9_]+)").matcher(metrics);
    while (names.find()) {
      exported.add(names.group(1));
    }
    Set<String> asked = new TreeSet<>();
    for (Path file : List.of(RULES, DASHBOARD)) {
      Matcher used = Pattern.compile("\\bnfcs_[a-z0-9_]+").matcher(Files.readString(file));
      while (used.find()) {
        asked.add(used.group());
      }
    }
    assertTrue(asked.size() > 20, asked::toString);
    asked.removeAll(exported);
    assertEquals(Set.of(), asked);
  }
}
