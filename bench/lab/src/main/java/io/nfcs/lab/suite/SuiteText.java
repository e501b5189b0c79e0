package io.nfcs.lab.suite;

import io.nfcs.command.TextTable;
import io.nfcs.lab.statistics.ChangePoints.ChangePoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts of the suite, its history and its list. */
final class SuiteText {
  private static final double LARGE = 100;
  private static final double SMALL = 0.01;

  private SuiteText() {}

  static String results(BenchmarkResults results) {
    TextTable table = new TextTable().row("", "value", "unit", "target", "goal", "");
    results
        .measurements()
        .forEach((component, list) -> {
          table.row(component, "", "", "", "", "");
          for (Measurement one : list) {
            table.row(
                "  " + one.name(),
                number(one.value()),
                one.unit(),
                bound(one.target()),
                bound(one.goal()),
                one.isMet() ? "" : "MISSED");
          }
        });
    long missed =
        results.measurements().values().stream()
            .flatMap(List::stream)
            .filter(one -> !one.isMet())
            .count();
    return table
        + "\n"
        + (missed == 0 ? "all targets and goals are met" : missed + " targets or goals are missed");
  }

  static String history(List<Trend> trends, int runs, int leftOut) {
    TextTable table = new TextTable().row("", "runs", "", "latest", "change");
    for (Trend trend : trends) {
      if (!trend.series().isEmpty()) {
        table.row(
            trend.name(),
            Integer.toString(trend.series().size()),
            Sparkline.of(trend.series()),
            number(trend.series().getLast()),
            change(trend));
      }
    }
    return table
        + "\n"
        + runs
        + " runs"
        + (leftOut == 0 ? "" : ", " + leftOut + " under other conditions than the latest left out");
  }

  static String list(Map<String, String> commands) {
    TextTable table = new TextTable();
    commands.forEach(table::row);
    return table.toString();
  }

  private static String change(Trend trend) {
    if (trend.changes().isEmpty()) {
      return "";
    }
    ChangePoint last = trend.changes().getLast();
    HistoryEntry run = trend.runs().get(last.index());
    return String.format(
        Locale.ROOT,
        "%+.1f %% since %s, %s",
        100 * (last.after() / last.before() - 1),
        run.at().toString().substring(0, 10),
        run.codeVersion());
  }

  private static String bound(@Nullable Bound bound) {
    return bound == null ? "" : (bound.isLeast() ? ">= " : "<= ") + number(bound.limit());
  }

  private static String number(double value) {
    double size = Math.abs(value);
    String format = size >= LARGE ? "%.0f" : size >= SMALL || size == 0 ? "%.3f" : "%.6f";
    return String.format(Locale.ROOT, format, value);
  }
}
