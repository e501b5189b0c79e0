package io.nfcs.lab.suite;

import io.nfcs.command.SummaryText;
import io.nfcs.command.TextTable;
import io.nfcs.lab.load.Latencies;
import io.nfcs.lab.load.LoadTestResults;
import io.nfcs.lab.load.LoadTestResults.Failures;
import io.nfcs.lab.load.LoadTestResults.Step;
import io.nfcs.lab.load.LoopTimes;
import java.util.Locale;

/** Text of a load test. */
final class LoadText {
  private static final int MOST_FAILURES = 5;

  private LoadText() {}

  static String text(LoadTestResults results) {
    StringBuilder text = new StringBuilder();
    TextTable table =
        new TextTable()
            .row("", "operations", "failed", "p50", "p95", "p99", "max", "service p50", "p99");
    results.operations().forEach((operation, row) -> row(table, operation.toString(), row));
    row(table, "all", results.total());
    text.append(table).append('\n');
    if (!results.steps().isEmpty()) {
      text.append(steps(results)).append('\n');
    }
    results.failures().stream().limit(MOST_FAILURES).map(LoadText::failures).forEach(text::append);
    if (!results.leftOut().isEmpty()) {
      text.append("left out, not possible for thin clients: ")
          .append(results.leftOut())
          .append('\n');
    }
    LoopTimes loop = results.loop();
    TextTable totals =
        new TextTable()
            .row(
                "load",
                format(
                    "%d users, %.0f operations a second for %.0f s, %.3f %% succeeded",
                    results.users(),
                    results.operationsPerSecond(),
                    results.seconds(),
                    100 * results.total().successRate()));
    if (Double.isFinite(results.hitRatio())) {
      totals.row("cache", format("hit ratio %.4f", results.hitRatio()));
    }
    return text.append(
            totals
                .row(
                    "loop",
                    format(
                        "%d ticks at %.4f Hz, %d missed", loop.ticks(), loop.hz(), loop.missed()))
                .row(
                    "",
                    format(
                        "late p50 %s, p99 %s, max %s; tick p50 %s, p99 %s",
                        SummaryText.duration(loop.lateness().p50()),
                        SummaryText.duration(loop.lateness().p99()),
                        SummaryText.duration(loop.lateness().max()),
                        SummaryText.duration(loop.tick().p50()),
                        SummaryText.duration(loop.tick().p99()))))
        .append(sentence(results))
        .toString();
  }

  private static String steps(LoadTestResults results) {
    TextTable table = new TextTable().row("users", "due a second", "done", "p50", "p95", "p99");
    for (Step step : results.steps()) {
      table.row(
          Integer.toString(step.users()),
          format("%.0f", step.offeredPerSecond()),
          format("%.0f", step.achievedPerSecond()),
          SummaryText.duration(step.latencies().intended().p50()),
          SummaryText.duration(step.latencies().intended().p95()),
          SummaryText.duration(step.latencies().intended().p99()));
    }
    return table.toString();
  }

  private static String sentence(LoadTestResults results) {
    if (!results.steps().isEmpty()) {
      Step saturated = results.saturatedAt();
      return saturated == null
          ? format("not saturated by %d users", results.users())
          : format(
              "saturated by %d users: %.0f of %.0f operations a second",
              saturated.users(), saturated.achievedPerSecond(), saturated.offeredPerSecond());
    }
    return results.isWithinLimits()
        ? "within the limits"
        : format(
            "beyond the limits: allowed are a success of %.2f and more, p95 to %d ms",
            LoadTestResults.LEAST_SUCCESS, results.limitMillis());
  }

  private static String failures(Failures row) {
    return format("%s failed %d times: %s%n", row.operation(), row.count(), row.cause());
  }

  private static void row(TextTable table, String name, Latencies row) {
    table.row(
        name,
        Long.toString(row.operations()),
        Long.toString(row.failures()),
        SummaryText.duration(row.intended().p50()),
        SummaryText.duration(row.intended().p95()),
        SummaryText.duration(row.intended().p99()),
        SummaryText.duration(row.intended().max()),
        SummaryText.duration(row.service().p50()),
        SummaryText.duration(row.service().p99()));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
