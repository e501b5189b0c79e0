package io.nfcs.command;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Shipped;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.export.GrafanaDashboard;
import io.nfcs.monitor.export.PrometheusRules;
import io.nfcs.pipeline.Nfcs;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs export}: prints configuration for other systems. */
@Command(
    name = "export",
    description =
        "Print the alerts as rules for Prometheus, a dashboard for Grafana, or the flags that a JVM"
            + " embedding the loop needs.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "WHAT", description = "rules, dashboard or jvm-options.")
  private What what;

  @Mixin private Configuration configuration;

  @Override
  public Integer call() {
    NfcsConfig config = configuration.plain();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (what) {
          case RULES -> PrometheusRules.of(alerts(config));
          case DASHBOARD -> GrafanaDashboard.of(alerts(config), Nfcs.shape(config));
          case JVM_OPTIONS -> Shipped.jvmOptions();
        });
    out.flush();
    return ExitStatus.OK;
  }

  private static AlertSettings alerts(NfcsConfig config) {
    return config.section("alerts", AlertSettings.class);
  }

  /** Kinds of output. */
  enum What {
    /** A rules file of Prometheus. */
    RULES,
    /** A dashboard of Grafana. */
    DASHBOARD,
    /** An argument file of the JVM. */
    JVM_OPTIONS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
