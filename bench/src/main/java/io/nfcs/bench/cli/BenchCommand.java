package io.nfcs.bench.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.bench.BenchmarkLock;
import io.nfcs.bench.report.GrowthPage;
import io.nfcs.bench.report.HistoryFile;
import io.nfcs.bench.report.Json;
import io.nfcs.bench.report.SuiteJson;
import io.nfcs.bench.suite.BenchmarkResults;
import io.nfcs.bench.suite.BenchmarkSuite;
import io.nfcs.bench.suite.Catalogue;
import io.nfcs.bench.suite.HistoryEntry;
import io.nfcs.bench.suite.Trend;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs bench}: the benchmark suite and its history. */
@Command(
    name = "bench",
    description =
        "Measure solvers, loop, policies, cache, memory, monitoring and load against the targets of the"
            + " configuration; exit with 1 if one is missed.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final String SUITE = "suite";
  private static final String HISTORY = "history";

  @Spec private CommandSpec spec;

  @ArgGroup private Task task = new Task();

  @Option(
      names = "--history",
      paramLabel = "F",
      defaultValue = ".nfcs/bench-history.jsonl",
      description = "File that each run is appended to (default: ${DEFAULT-VALUE}).")
  private Path history;

  @Mixin private Configuration configuration;

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  /** What is done, which is one of them. */
  static final class Task {
    @Parameters(
        paramLabel = "WHAT",
        arity = "0..1",
        description =
            "suite (all that is enabled), one of its components, or history (default: suite).")
    private String what = SUITE;

    @Option(names = "--list", description = "List every benchmark with what it shows.")
    private boolean list;

    @ArgGroup(exclusive = false)
    private @Nullable Plot plot;
  }

  /** Results that are plotted and the page for that, which come together. */
  static final class Plot {
    @Option(
        names = "--jmh",
        paramLabel = "F.json",
        required = true,
        description =
            "Measure nothing, but plot what JMH has measured (-rf json) over the number that it"
                + " grows with; may be repeated.")
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
    if (task.list) {
      Map<String, String> commands = Catalogue.commands();
      Map<String, String> jmh = Catalogue.jmh();
      print(json ? Json.text(SuiteJson.of(commands, jmh)) : SuiteText.list(commands, jmh));
      return ExitStatus.OK;
    }
    if (task.plot != null) {
      WithoutEffect.refuse(spec, "--jmh", "--jmh", "--report", "--json");
      return plot(task.plot);
    }
    return task.what.equals(HISTORY) ? history() : suite();
  }

  private int plot(Plot wanted) throws IOException {
    List<String> plotted = GrowthPage.write(wanted.results, wanted.page);
    ObjectNode object = Json.object().put("report", wanted.page.toString());
    plotted.forEach(object.putArray("plotted")::add);
    print(json ? Json.text(object) : wanted.page + ": " + String.join(", ", plotted));
    return ExitStatus.OK;
  }

  private int suite() throws IOException, InterruptedException {
    BenchmarkSuite suite = new BenchmarkSuite(configuration.steady(), configuration::load);
    BenchmarkResults results;
    try (BenchmarkLock _ = BenchmarkLock.benchmark();
        ProgressLine progress = new ProgressLine()) {
      results =
          task.what.equals(SUITE)
              ? suite.runFullBenchmark(progress)
              : suite.runComponentBenchmark(task.what, progress);
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
