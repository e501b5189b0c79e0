package io.nfcs.lab.replay;

import io.nfcs.command.DamageText;
import io.nfcs.command.ExitStatus;
import io.nfcs.command.Json;
import io.nfcs.command.LiveLine;
import io.nfcs.command.ProgressLine;
import io.nfcs.command.Subcommand;
import io.nfcs.command.WindowOptions;
import io.nfcs.lab.BenchmarkLock;
import io.nfcs.lab.WithoutEffect;
import io.nfcs.pipeline.LostDocumentException;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.Rerun;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.pipeline.replay.WindowRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs replay}: executes a journal again, to verify it or as a benchmark. */
@Command(
    name = "replay",
    description =
        "Execute a journal again and compare every digest (--verify), or compare the times that a"
            + " base and a candidate take for its ticks (--bench).",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Subcommand, Callable<Integer> {
  private static final long REFRESH_TICKS = 50;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Data folder of a run, or its journal's folder.")
  private Path dir;

  @ArgGroup(multiplicity = "1")
  private Task task = new Task();

  @Option(
      names = "--run",
      paramLabel = "R",
      description =
          "Number of the run, as in journal stat (default: with a window the most recent, else"
              + " with --verify all and with --bench the longest).")
  private @Nullable Long run;

  @Mixin private WindowOptions window = new WindowOptions();

  @Option(
      names = "--worst",
      paramLabel = "N",
      description =
          "Only the N ticks that began latest, each with the "
              + WindowRequest.REACH
              + " before and after it.")
  private @Nullable Integer worst;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description =
          "With --bench: compare the recorded times of both journals, whole; nothing is"
              + " executed.")
  private @Nullable Path against;

  @Option(
      names = "--threshold",
      paramLabel = "SHARE",
      defaultValue = "0.03",
      description = "Smallest relative change that matters (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Mixin private BenchOptions bench = new BenchOptions();

  @Option(
      names = "--report",
      paramLabel = "F.html",
      description = "Write a page with plots, and the raw samples beside it.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Tasks, of which one is required. */
  static final class Task {
    @Option(
        names = "--verify",
        description =
            "Compare every digest; exit with 1 if any differs or the journal is damaged, with 2 if"
                + " no tick could be checked. Ticks that cannot be executed are reported, and"
                + " do not change the exit status.",
        required = true)
    private boolean verify;

    @Option(
        names = "--bench",
        description = "Compare times; exit with 1 if the candidate is worse.",
        required = true)
    @SuppressWarnings("UnusedVariable") // what is not verify, but it must be asked for
    private boolean bench;
  }

  @Override
  public Integer call() throws IOException {
    if (task.verify) {
      WithoutEffect.refuse(
          spec, "--verify", "--verify", "--run", "--from", "--to", "--worst", "--json");
      return verify();
    }
    if (against != null) {
      WithoutEffect.refuse(
          spec, "--against", "--bench", "--against", "--threshold", "--report", "--seed", "--json");
    }
    return bench();
  }

  private int verify() throws IOException {
    ReplayReport result;
    try (LiveLine line = LiveLine.onTerminal()) {
      result = replay(ticks -> show(line, ticks));
    }
    print(json ? Json.text(Json.of(result)) : text(result));
    if (!result.holds()) {
      return ExitStatus.DOES_NOT_HOLD;
    }
    boolean isNothing = !result.windows().isEmpty() && result.ticks() == 0;
    return isNothing || result.isUnchecked() ? ExitStatus.UNUSABLE : ExitStatus.OK;
  }

  private ReplayReport replay(LongConsumer progress) {
    WindowRequest request = window.request(worst);
    if (!request.isAll()) {
      long of = run == null ? Rerun.latestRun(dir) : run;
      return Nfcs.replay(dir, of, request.of(dir, of), progress);
    }
    return run == null ? Nfcs.replay(dir, progress) : Nfcs.replay(dir, run, progress);
  }

  private int bench() throws IOException {
    Path samples = report == null ? null : ComparisonText.samplesBeside(report);
    Comparison comparison;
    try (BenchmarkLock _ = BenchmarkLock.benchmark();
        ProgressLine progress = new ProgressLine()) {
      comparison =
          against == null
              ? ReplayBenchmark.run(
                  bench.context(dir, run, window.request(worst), threshold), progress, samples)
              : RecordedRuns.compare(dir, against, threshold, samples);
    } catch (LostDocumentException lost) {
      String why = String.valueOf(lost.getMessage());
      print(json ? Json.text(Json.object().put("not_checked", why)) : why);
      return ExitStatus.DOES_NOT_HOLD;
    }
    if (report != null) {
      ComparisonPage.write(comparison, report);
    }
    print(json ? Json.text(ComparisonJson.of(comparison)) : ComparisonText.text(comparison));
    if (comparison.divergence() != null) {
      return ExitStatus.DOES_NOT_HOLD;
    }
    return switch (comparison.verdict()) {
      case WORSE -> ExitStatus.DOES_NOT_HOLD;
      case INCOMPARABLE -> ExitStatus.UNUSABLE;
      case BETTER, SAME, INCONCLUSIVE -> ExitStatus.OK;
    };
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }

  private static void show(LiveLine line, long ticks) {
    if (ticks % REFRESH_TICKS == 0) {
      line.show("replayed " + ticks + " ticks");
    }
  }

  private static String text(ReplayReport report) {
    StringBuilder text = new StringBuilder();
    for (ReplayReport.Run each : report.runs()) {
      text.append("run ").append(each.run()).append(": ");
      if (each.notChecked() == null) {
        text.append(equal(each.equal(), each.compared())).append('\n');
      } else {
        text.append(each.compared() == 0 ? "" : equal(each.equal(), each.compared()) + ", ");
        text.append(each.notCompared()).append(" ticks not checked: ");
        text.append(each.notChecked()).append('\n');
      }
    }
    text.append(equal(report.equal(), report.ticks()));
    text.append(report.windows().isEmpty() ? "" : WindowText.of(report.windows()));
    text.append(report.notThere() == 0 ? "" : ", " + report.notThere() + " are not in the journal");
    text.append(report.notCompared() == 0 ? "" : ", " + report.notCompared() + " not checked");
    text.append("; ").append(verdict(report));
    return text.append(DamageText.of(report.damages())).toString();
  }

  private static String equal(long equal, long compared) {
    return equal + " of " + compared + " ticks equal";
  }

  private static String verdict(ReplayReport report) {
    ReplayReport.Divergence first = report.firstDivergence();
    if (first != null) {
      return "first divergence: tick "
          + first.tick()
          + " of run "
          + first.run()
          + ": "
          + first.what();
    }
    if (report.ticks() == 0) {
      return "nothing of the journal could be checked";
    }
    return report.notCompared() == 0 && report.damages().isEmpty()
        ? (report.windows().isEmpty() ? "the journal reproduces" : "they reproduce")
            + " the run bit for bit"
        : "what could be checked is reproduced bit for bit";
  }
}
