package io.nfcs.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Secret;
import io.nfcs.config.SettingsReference;
import io.nfcs.house.Sources;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.export.GrafanaDashboard;
import io.nfcs.monitor.export.PrometheusRules;
import io.nfcs.pipeline.Nfcs;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Check that {@code config/nfcs.yaml} matches the declarations of the code: each key with its
 * default, its meaning and its unit. {@code -Dconfig.fix=true} writes it again.
 */
@Timeout(60)
class ConfigFileTest {
  private static final Path FILE = Sources.ROOT.resolve("config/nfcs.yaml");

  private final List<Class<? extends Record>> types = new ArrayList<>();

  private static final String TOP =
      """
      # The configuration of the NFCS performance grid: every key, with its default.
      # A scenario (config/scenarios) is laid over this file, and `--set key=value` over both.
      # In brackets: unit and range. Sizes may be written as 64KiB, 64MiB or 2GiB.

      """;

  @Test
  void shouldSayWhatTheCodeDeclares() throws IOException, ClassNotFoundException {
    assertFile(TOP + reference(), FILE);
  }

  /**
   * Checks that secrets have the type of a secret, and neither a record nor a configuration shows
   * it.
   */
  @Test
  void shouldShowNoSecret() throws IOException, ClassNotFoundException {
    var _ = reference();
    int secrets = 0;
    for (Class<? extends Record> type : types) {
      for (RecordComponent component : type.getRecordComponents()) {
        String name = component.getName();
        if (component.getType() == Secret.class) {
          String key = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
          NfcsConfig config =
              NfcsConfig.parse("t", "s: {" + key + ": 'redis://me:hunter2@host:1'}");
          String shown = config.section("s", type) + config.toYaml();
          assertFalse(shown.contains("hunter2"), shown);
          secrets++;
        } else {
          assertFalse(
              name.matches("(?i).*(url|uri|password|secret|token|credential)"),
              () -> type.getName() + "." + name + " is not a Secret");
        }
      }
    }
    assertTrue(secrets > 0);
  }

  @Test
  void shouldHaveItsAlertsInTheFilesForPrometheusAndGrafana() throws IOException {
    NfcsConfig config = NfcsConfig.load(FILE);
    AlertSettings alerts = config.section("alerts", AlertSettings.class);
    assertFile(
        PrometheusRules.of(alerts), FILE.resolveSibling("prometheus").resolve("nfcs-rules.yml"));
    assertFile(
        GrafanaDashboard.of(alerts, Nfcs.shape(config)),
        FILE.resolveSibling("grafana").resolve("nfcs.json"));
  }

  private static void assertFile(String wanted, Path file) throws IOException {
    if (Boolean.getBoolean("config.fix")) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, wanted);
    }
    assertEquals(wanted, Files.readString(file), "rewrite with -Dconfig.fix=true");
  }

  private String reference() throws ClassNotFoundException {
    return new SettingsReference()
        .section(
            "run",
            "Run length and external inputs, which a scenario sets.",
            type("pipeline.RunSettings"))
        .section("orchestrator", "Schedule of the ticks.", type("pipeline.OrchestratorSettings"))
        .section(
            "degrade",
            "Reduction of the workload when ticks are late.",
            type("pipeline.DegradeSettings"))
        .section("pipeline", "Stages of a tick and their order.", type("pipeline.PipelineSettings"))
        .section("ring", "Threads of the stages.", type("pipeline.ring.RingSettings"))
        .section("cgl", "The complex Ginzburg-Landau field.", type("solvers.cgl.CglSettings"))
        .section(
            "kuramoto",
            "The oscillators, one per module.",
            type("solvers.kuramoto.KuramotoSettings"))
        .section("risk", "Judgement and feedback.", type("solvers.risk.RiskSettings"))
        .section("esc", "Tokens: their risk, and the field they drive.", type("esc.EscSettings"))
        .section(
            "constitution",
            "Policies, decisions and their effects.",
            type("constitution.ConstitutionSettings"))
        .section(
            "journal",
            "The journal: one record per tick, the authoritative record of a run.",
            type("journal.JournalSettings"))
        .section(
            "store", "The journal's projection into tables.", type("pipeline.store.StoreSettings"))
        .section(
            "sampling", "Operations timed in production.", type("pipeline.timing.SamplingSettings"))
        .section("monitor", "Metrics, health and page of a run.", type("monitor.MonitorSettings"))
        .section("alerts", "Alerts and their thresholds.", type("monitor.alert.AlertSettings"))
        .section(
            "tls",
            "Encryption of endpoints on other addresses than loopback.",
            type("config.TlsSettings"))
        .section("grid", "The embedded Ignite node.", type("grid.ignite.NodeSettings"))
        .section("cache", "Tiers and lifetimes of cache entries.", type("grid.tier.CacheSettings"))
        .names(
            "caches",
            "Settings of single caches: keys of section cache under the cache's name,"
                + " such as {roots: {ttl_millis: 60000, tiers: [near]}}.")
        .section(
            "offheap",
            "A cache's tier in the region offheap.",
            type("grid.ignite.RegionSettings$Offheap"))
        .section(
            "disk", "A cache's tier in the region disk.", type("grid.ignite.RegionSettings$Disk"))
        .section(
            "cluster",
            "A cache's tier in the memory of several processes.",
            type("grid.ignite.ClusterSettings"))
        .section("jcache", "Caches by JCache (JSR 107).", type("grid.jcache.JCacheSettings"))
        .section("redis", "A cache's tier on a Redis server.", type("redis.RedisSettings"))
        .section("semantic", "Results found by meaning.", type("semantic.SemanticSettings"))
        .section(
            "onnx", "The embedder onnx: a model of your own.", type("semantic.onnx.OnnxSettings"))
        .section(
            "langchain4j",
            "The embedder langchain4j: a model of that library.",
            type("semantic.langchain4j.LangChain4jSettings"))
        .section(
            "bench",
            "Measurements of the suite and their targets.",
            type("lab.suite.BenchSettings"))
        .section("load", "Behaviour of the users of a load test.", type("lab.load.LoadSettings"))
        .section(
            "tune",
            "Changes a tuner may make, and the proof they need.",
            type("lab.tune.TuneSettings"))
        .section(
            "workload",
            "Stage workload: reads solutions from a cache in each tick.",
            type("lab.tune.WorkloadSettings"))
        .section("plugins", "Folder of further plugins.", type("config.PluginSettings"))
        .toString();
  }

  /**
   * Returns the record of the settings of a section. The settings records belong to their modules;
   * only this test looks at all of them.
   */
  private Class<? extends Record> type(String name) throws ClassNotFoundException {
    Class<? extends Record> type = Class.forName("io.nfcs." + name).asSubclass(Record.class);
    types.add(type);
    return type;
  }
}
