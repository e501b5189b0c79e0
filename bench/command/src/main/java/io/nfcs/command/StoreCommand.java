package io.nfcs.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RebuildReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs store}: the tables of a data folder. */
@Command(
    name = "store",
    description = "Look after the tables of a data folder.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(rebuild)")
final class StoreCommand {
  private static final long TICKS_PER_LINE = 10_000;

  @Spec private CommandSpec spec;
  private long told;

  @Command(
      name = "rebuild",
      description =
          "Compare every row with the journal, and rewrite those that are missing or altered."
              + " Rows whose ticks are no longer in the journal are kept, within the limits of"
              + " section store that the latest run had. No run may use the folder.",
      mixinStandardHelpOptions = true)
  int rebuild(
      @Parameters(paramLabel = "DIR", description = "Data folder.") Path dir,
      @Mixin Configuration configuration,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    RebuildReport report = Nfcs.rebuild(dir, configuration.plain(), this::progress);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? json(report) : text(report));
    out.flush();
    return report.damages().isEmpty() ? ExitStatus.OK : ExitStatus.DOES_NOT_HOLD;
  }

  private void progress(long ticks) {
    if (ticks - told >= TICKS_PER_LINE) {
      told = ticks;
      PrintWriter err = spec.commandLine().getErr();
      err.println(ticks + " ticks compared");
      err.flush();
    }
  }

  private static String json(RebuildReport report) {
    ObjectNode json =
        Json.object()
            .put("ticks", report.ticks())
            .put("missing", report.missing())
            .put("altered", report.altered())
            .put("stored", report.stored());
    json.set("damages", Json.of(report.damages()));
    return Json.text(json);
  }

  private static String text(RebuildReport report) {
    return String.format(
            Locale.ROOT,
            "%d ticks of the journal compared: %d rows were missing and %d altered, all are written"
                + " again; the table has %d ticks",
            report.ticks(),
            report.missing(),
            report.altered(),
            report.stored())
        + DamageText.of(report.damages());
  }
}
