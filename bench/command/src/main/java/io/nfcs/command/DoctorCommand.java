package io.nfcs.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.Grid;
import io.nfcs.journal.JournalSettings;
import io.nfcs.pipeline.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nfcs doctor}: checks whether this machine and this JVM are fit for the loop. */
@Command(
    name = "doctor",
    description =
        "Check flags, clock, cores, load, governor, huge pages, disk and memory; for each"
            + " problem, print its cost and how to fix it. Exits with 1 if there is a"
            + " problem.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".nfcs",
      description = "Folder for the data (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Mixin private Configuration configuration;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    NfcsConfig loaded = configuration.plain();
    List<Finding> findings =
        Doctor.examine(
            Facts.of(data),
            flags(Configuration.jvmOptions()),
            new DiskLimits(
                loaded.section("journal", JournalSettings.class).maxBytes(),
                loaded.section("store", StoreSettings.class).maxBytes(),
                Grid.diskBytes(loaded),
                Grid.logBytes()),
            Grid.regionBytes(loaded));
    boolean isWell = findings.stream().allMatch(Finding::isWell);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(findings) : text(findings, isWell));
    out.flush();
    return isWell ? ExitStatus.OK : ExitStatus.DOES_NOT_HOLD;
  }

  /**
   * Returns the options of a file in the form in which the JVM reports them: without a blank
   * between name and value.
   */
  private static List<String> flags(Path options) throws IOException {
    return Files.readAllLines(options).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("-"))
        .map(line -> line.replaceFirst("^(--add-modules) ", "$1="))
        .toList();
  }

  private static String text(List<Finding> findings, boolean isWell) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-4s %-13s %s%n",
              finding.isWell() ? "ok" : "BAD",
              finding.name(),
              finding.found()));
      if (!finding.isWell()) {
        text.append(
            String.format(
                Locale.ROOT, "     costs: %s%n     fix:   %s%n", finding.cost(), finding.fix()));
      }
    }
    return text.append(isWell ? "fit for the loop\n" : "not all checks passed\n").toString();
  }

  private static String json(List<Finding> findings) {
    ObjectNode all = Json.object();
    ArrayNode checks = all.putArray("checks");
    for (Finding finding : findings) {
      checks
          .addObject()
          .put("name", finding.name())
          .put("ok", finding.isWell())
          .put("found", finding.found())
          .put("cost", finding.cost())
          .put("fix", finding.fix());
    }
    return Json.text(all) + "\n";
  }
}
