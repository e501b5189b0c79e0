package io.nfcs.lab.tune;

import io.nfcs.command.Receipts;
import io.nfcs.command.SummaryText;
import java.util.Locale;

/** Text of tuning. */
final class TuneText {
  private TuneText() {}

  static String tuning(Tuning tuning, boolean isDryRun) {
    StringBuilder text = new StringBuilder(SummaryText.table(tuning.measured().run()));
    for (CacheMeasure cache : tuning.measured().caches()) {
      text.append(
          String.format(
              Locale.ROOT,
              "cache %s: down to %s, of %d bytes, it answers %.3f of %d look-ups; if %s were so"
                  + " many times as large: %s%n",
              cache.cache(),
              cache.tier(),
              cache.limitBytes(),
              cache.hitRatio(),
              cache.lookups(),
              cache.tier(),
              cache.predicted()));
    }
    text.append('\n');
    for (Proposal proposal : tuning.proposals()) {
      text.append("proposed: ").append(proposal).append(", as ").append(proposal.reason());
      if (!proposal.estimate().isEmpty()) {
        text.append("; ").append(proposal.estimate());
      }
      text.append(
              switch (proposal.kind()) {
                case CONFIG, JVM -> "";
                case RESULTS -> " (it changes results, so it is yours to decide)";
                case BESIDE -> " (ticks executed again do not show it, so it is yours to decide)";
              })
          .append('\n');
    }
    tuning.trials().forEach(trial -> text.append(Receipts.line(trial.receipt())).append('\n'));
    return text.append(sentence(tuning, isDryRun)).toString();
  }

  /** Returns the text of a repeated trial. */
  static String replay(Trial again) {
    return Receipts.line(again.receipt()) + "\nonce more: " + again.comparison().sentence();
  }

  private static String sentence(Tuning tuning, boolean isDryRun) {
    if (tuning.proposals().isEmpty()) {
      return "nothing to change";
    }
    if (isDryRun) {
      return "nothing was changed";
    }
    return tuning.trials().stream().anyMatch(trial -> trial.receipt().isKept())
        ? "one change is kept"
        : "nothing is kept";
  }
}
