package io.nfcs.lab.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Configuration;
import io.nfcs.command.ExitStatus;
import io.nfcs.command.Json;
import io.nfcs.command.ProgressLine;
import io.nfcs.command.Subcommand;
import io.nfcs.config.ConfigException;
import io.nfcs.lab.BenchmarkLock;
import io.nfcs.lab.WithoutEffect;
import io.nfcs.lab.report.GrowthPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs bench}: runs the benchmark suite and shows its history. */
@Command(
    name = "bench",
    description =
        "Measure solvers, loop, policies, cache, memory, monitoring and load against the targets of the"
            + " configuration; exit with 1 if one is missed.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Subcommand, Callable<Integer> {
  private static final String SUITE = "suite";
  private static final String HISTORY = "history";

  @Spec private CommandSpec spec;

  // not in the group: picocli would not know it after an option of the group
  @Parameters(
      paramLabel = "WHAT",
      arity = "0..1",
      description =
          "suite (all that is enabled), one of its components, or history (default: suite).")
  private @Nullable String what;

  @ArgGroup private Task task = new Task();

  @Option(
      names = "--history",
      paramLabel = "F",
      defaultValue = ".nfcs/bench-history.jsonl",
      description = "File to which each run is appended (default: ${DEFAULT-VALUE}).")
  private Path history;

  @Mixin private Configuration configuration;

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  /** Tasks other than measuring, of which at most one is chosen. */
  static final class Task {
    @Option(
        names = "--list",
        description = "List the commands and benchmarks that measure, with a description.")
    private boolean list;

    @ArgGroup(exclusive = false)
    private @Nullable Plot plot;
  }

  /** Options of a plot: results and the page, which are given together. */
  static final class Plot {
    @Option(
        names = "--jmh",
        paramLabel = "F.json",
        required = true,
        description =
            "Measure nothing, but plot results of JMH (-rf json) over the number that they"
                + " grow with; may be repeated.")
    private List<Path> results = new ArrayList<>();

    @Option(
        names = "--report",
        paramLabel = "F.html",
        required = true,
        description = "Page for the plots.")
    private Path page = Path.of("");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (what != null && (task.list || task.plot != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "Error: WHAT and %s are mutually exclusive (specify only one)"
              .formatted(task.list ? "--list" : "--jmh"));
    }
    if (task.list) {
      WithoutEffect.refuse(spec, "--list", "--list", "--json");
      Map<String, String> commands = Catalogue.commands();
      print(json ? Json.text(SuiteJson.of(commands)) : SuiteText.list(commands));
      return ExitStatus.OK;
    }
    if (task.plot != null) {
      WithoutEffect.refuse(spec, "--jmh", "--jmh", "--report", "--json");
      return plot(task.plot);
    }
    return HISTORY.equals(what) ? history() : suite(what == null ? SUITE : what);
  }

  private int plot(Plot wanted) throws IOException {
    wanted.results.forEach(file -> refuseEmpty("--jmh", file));
    refuseEmpty("--report", wanted.page);
    List<String> plotted = GrowthPage.write(wanted.results, wanted.page);
    ObjectNode object = Json.object().put("report", wanted.page.toString());
    plotted.forEach(object.putArray("plotted")::add);
    print(json ? Json.text(object) : wanted.page + ": " + String.join(", ", plotted));
    return ExitStatus.OK;
  }

  private static void refuseEmpty(String option, Path file) {
    // to Java, the empty path is the working folder
    if (file.toString().isEmpty()) {
      throw new ConfigException(option + " is empty; expected the name of a file");
    }
  }

  private int suite(String component) throws IOException, InterruptedException {
    BenchmarkSuite suite = new BenchmarkSuite(configuration.steady(), configuration::load);
    BenchmarkResults results;
    try (BenchmarkLock _ = BenchmarkLock.benchmark();
        ProgressLine progress = new ProgressLine()) {
      results =
          component.equals(SUITE)
              ? suite.runFullBenchmark(progress)
              : suite.runComponentBenchmark(component, progress);
    }
    HistoryFile.append(history, results);
    print(json ? Json.text(SuiteJson.of(results)) : SuiteText.results(results));
    return results.isMet() ? ExitStatus.OK : ExitStatus.DOES_NOT_HOLD;
  }

  private int history() throws IOException {
    List<HistoryEntry> runs = HistoryFile.read(history);
    List<Trend> trends = Trend.of(runs);
    int leftOut = runs.size() - Trend.comparable(runs).size();
    print(
        json
            ? Json.text(SuiteJson.of(trends, leftOut))
            : SuiteText.history(trends, runs.size(), leftOut));
    return ExitStatus.OK;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text.stripTrailing());
    out.flush();
  }
}
