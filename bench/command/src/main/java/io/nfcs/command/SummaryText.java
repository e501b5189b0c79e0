package io.nfcs.command;

import io.nfcs.pipeline.RunSummary;
import io.nfcs.pipeline.timing.Quantiles;
import java.util.Locale;

/** Summary of a run as text. */
public final class SummaryText {
  private static final double MICROS_PER_MILLI = 1e3;
  private static final int KIB = 1024;

  private SummaryText() {}

  /** Returns one line of progress. */
  public static String line(RunSummary run) {
    StringBuilder line =
        new StringBuilder(
            format(
                "tick %d  %.3f Hz  missed %d  late p99 %s  tick p50 %s",
                run.ticks(),
                run.hz(),
                run.missed(),
                duration(run.lateness().p99()),
                duration(run.tick().p50())));
    run.stages()
        .forEach((name, stage) ->
            line.append("  ").append(name).append(' ').append(duration(stage.duration().p50())));
    return line.toString();
  }

  /** Returns the whole summary. */
  public static String table(RunSummary run) {
    TextTable times = new TextTable().row("", "p50", "p99", "p99.9", "max", "failures");
    quantiles(times, "lateness", run.lateness(), "");
    quantiles(times, "tick", run.tick(), "");
    run.stages()
        .forEach((name, stage) ->
            quantiles(times, "  " + name, stage.duration(), Long.toString(stage.failures())));
    TextTable totals =
        new TextTable()
            .row(
                "ticks",
                format(
                    "%d at %.4f Hz, %d missed, %d degraded",
                    run.ticks(), run.hz(), run.missed(), run.degraded()))
            .row("journal", journal(run.journal()))
            .row("store", store(run.store()))
            .row(
                "final",
                format(
                    "order parameter %.6f, energy %.4f, %s, digest %s",
                    run.last().orderParameter(),
                    run.last().energy(),
                    Counted.of(run.last().vortices(), "vortex", "vortices"),
                    Json.digest(run.last().digest())))
            .row("data", run.dataDir().toString());
    return times + "\n" + sampled(run.sampling()) + totals;
  }

  private static String journal(RunSummary.JournalTotals journal) {
    String totals =
        format(
            "%s, %d KiB, %d dropped",
            Counted.of(journal.records(), "record"), journal.bytes() / KIB, journal.dropped());
    return journal.damages().isEmpty()
        ? totals
        : totals
            + "; damaged in "
            + Counted.of(journal.damages().size(), "place")
            + ", the first is "
            + journal.damages().getFirst();
  }

  private static String store(RunSummary.StoreTotals store) {
    String totals =
        store.ticks() < 0
            ? format("%d ticks behind, %d fields", store.lag(), store.fields())
            : format("%d ticks, %d behind, %d fields", store.ticks(), store.lag(), store.fields());
    if (store.trouble().isEmpty()) {
      return totals;
    }
    return totals
        + "; "
        + store.trouble()
        + (store.lag() > 0 ? "; the ticks behind are written at the next start" : "");
  }

  private static String sampled(RunSummary.Sampling sampling) {
    if (sampling.operations().isEmpty()) {
      return "";
    }
    TextTable table = new TextTable().row("", "p50", "p99", "p99.9", "max", "samples");
    sampling
        .operations()
        .forEach(
            (name, one) -> quantiles(table, name, one.duration(), Long.toString(one.samples())));
    return table
        + format(
            "%.1f %% of operations timed, which costs each %.0f ns%n%n",
            100 * sampling.share(), sampling.costNanos());
  }

  private static void quantiles(TextTable table, String name, Quantiles q, String failures) {
    table.row(
        name,
        duration(q.p50()),
        duration(q.p99()),
        duration(q.p999()),
        duration(q.max()),
        failures);
  }

  /** Returns a time in the largest unit that suits it. */
  public static String duration(double micros) {
    return micros < MICROS_PER_MILLI
        ? format("%.1f us", micros)
        : format("%.2f ms", micros / MICROS_PER_MILLI);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
