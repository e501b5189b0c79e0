package io.nfcs.lab.replay;

import io.nfcs.command.Counted;
import io.nfcs.command.SummaryText;
import io.nfcs.command.TextTable;
import java.nio.file.Path;
import java.util.Locale;

/** Text of a comparison. */
final class ComparisonText {
  private ComparisonText() {}

  /** Returns the folder of raw samples that belongs to a report. */
  static Path samplesBeside(Path report) {
    String name = String.valueOf(report.getFileName());
    String stem = name.endsWith(".html") ? name.substring(0, name.length() - 5) : name;
    return report.resolveSibling(stem + ".samples");
  }

  static String text(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    Difference tick = comparison.tick();
    if (tick != null) {
      TextTable table =
          new TextTable()
              .row(
                  "",
                  "base p50",
                  "p99",
                  "candidate p50",
                  "p99",
                  "change",
                  "interval",
                  "A/A",
                  "verdict");
      row(table, "", tick);
      comparison.stages().forEach(stage -> row(table, "  ", stage));
      text.append(table).append('\n');
      Comparison.Settings settings = comparison.settings();
      text.append(
          String.format(
              Locale.ROOT,
              "%s of run %d%s, %s, %s measured on either side, pace %s%n",
              Counted.of(settings.ticks(), "tick"),
              settings.run(),
              settings.windows().isEmpty() ? "" : WindowText.of(settings.windows()),
              Counted.of(settings.rounds(), "round"),
              Counted.of(settings.measuredTicks(), "tick"),
              settings.pace()));
    }
    return text.append(comparison.sentence()).toString();
  }

  private static void row(TextTable table, String indent, Difference row) {
    table.row(
        indent + row.what(),
        SummaryText.duration(row.base().p50()),
        SummaryText.duration(row.base().p99()),
        SummaryText.duration(row.candidate().p50()),
        SummaryText.duration(row.candidate().p99()),
        percent(row.change().estimate()),
        percent(row.change().low()) + " .. " + percent(row.change().high()),
        percent(row.floor()),
        row.verdict().toString());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
  }
}
