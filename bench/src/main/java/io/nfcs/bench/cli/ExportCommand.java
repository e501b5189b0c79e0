package io.nfcs.bench.cli;

import io.nfcs.config.NfcsConfig;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.export.GrafanaDashboard;
import io.nfcs.monitor.export.PrometheusRules;
import io.nfcs.pipeline.Nfcs;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs export}: the alerts of a configuration in the words of other systems. */
@Command(
    name = "export",
    description = "Print the alerts as rules for Prometheus, or a dashboard for Grafana.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "WHAT", description = "rules or dashboard.")
  private What what;

  @Mixin private Configuration configuration;

  @Override
  public Integer call() {
    NfcsConfig config = configuration.plain();
    AlertSettings alerts = config.section("alerts", AlertSettings.class);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (what) {
          case RULES -> PrometheusRules.of(alerts);
          case DASHBOARD -> GrafanaDashboard.of(alerts, Nfcs.shape(config));
        });
    out.flush();
    return ExitStatus.OK;
  }

  /** What is printed. */
  enum What {
    /** A rules file of Prometheus. */
    RULES,
    /** A dashboard of Grafana. */
    DASHBOARD
  }
}
