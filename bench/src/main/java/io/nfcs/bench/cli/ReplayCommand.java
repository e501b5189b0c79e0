package io.nfcs.bench.cli;

import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.replay.ReplayReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs replay}: executes a journal again. */
@Command(
    name = "replay",
    description = "Execute a journal again and compare every digest.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final long REFRESH_TICKS = 50;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Data folder of a run, or its journal's folder.")
  private Path dir;

  @Option(
      names = "--verify",
      required = true,
      description = "Compare every digest; exit with 1 if any differs.")
  @SuppressWarnings("UnusedVariable") // the only thing to do so far, but it must be asked for
  private boolean verify;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ReplayReport report;
    try (LiveLine line = LiveLine.onTerminal()) {
      report = Nfcs.replay(dir, ticks -> show(line, ticks));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.text(Json.of(report)) : text(report));
    out.flush();
    return report.firstDivergence() == null ? ExitStatus.OK : ExitStatus.DOES_NOT_HOLD;
  }

  private static void show(LiveLine line, long ticks) {
    if (ticks % REFRESH_TICKS == 0) {
      line.show("replayed " + ticks + " ticks");
    }
  }

  private static String text(ReplayReport report) {
    ReplayReport.Divergence first = report.firstDivergence();
    String verdict =
        first == null
            ? "the journal reproduces the run bit for bit"
            : "first divergence: tick "
                + first.tick()
                + " of run "
                + first.run()
                + ": "
                + first.what();
    return report.equal() + " of " + report.ticks() + " ticks equal; " + verdict;
  }
}
