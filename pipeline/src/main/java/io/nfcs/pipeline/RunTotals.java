package io.nfcs.pipeline;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalCheck;
import io.nfcs.pipeline.timing.RunStatistics;
import io.nfcs.pipeline.timing.SampledOperations;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Totals of a run, from all its counters and timers. <b>Threads.</b> Any. */
final class RunTotals {
  private final RunContext run;
  private final Path dataDir;
  private final RunStatistics statistics = new RunStatistics();
  private final SampledOperations operations;

  /** Creates the totals of a run that has not begun. */
  RunTotals(RunContext run) {
    this.run = run;
    dataDir = run.dataDir().toAbsolutePath().normalize();
    operations = SampledOperations.of(run.config(), run.instruments().clock());
  }

  /** Returns the observer whose ticks are counted. */
  RunStatistics statistics() {
    return statistics;
  }

  /** Returns the timers whose operations are counted. */
  SampledOperations operations() {
    return operations;
  }

  /** Returns the totals of the run so far. */
  RunSummary soFar() {
    return summary(unread(), counter(CounterId.TICKS_STORED), "");
  }

  /**
   * Returns the totals of a run that has ended.
   *
   * @param stored ticks in the tables
   * @param trouble failures at its end, empty if none
   */
  RunSummary inAll(long stored, String trouble) {
    try {
      JournalCheck check = JournalCheck.ofJournal(Journal.folder(dataDir));
      return summary(
          new RunSummary.JournalTotals(
              check.records(), check.bytes(), counter(CounterId.TICKS_DROPPED), check.damages()),
          stored,
          trouble);
    } catch (UncheckedIOException unreadable) {
      run.instruments().errors().record("totals of the journal", unreadable);
      return summary(
          unread(),
          stored,
          joined(trouble, "the journal cannot be read: " + unreadable.getMessage()));
    }
  }

  /** Joins two descriptions of failures. */
  static String joined(String trouble, String more) {
    return trouble.isEmpty() ? more : trouble + "; " + more;
  }

  private RunSummary.JournalTotals unread() {
    return new RunSummary.JournalTotals(
        counter(CounterId.TICKS_JOURNALLED), 0, counter(CounterId.TICKS_DROPPED), List.of());
  }

  private RunSummary summary(RunSummary.JournalTotals journal, long stored, String trouble) {
    Counters counters = run.instruments().counters();
    return new RunSummary(
        counter(CounterId.TICKS_JOURNALLED),
        counter(CounterId.TICKS_MISSED),
        counter(CounterId.TICKS_DEGRADED),
        statistics.hz(),
        statistics.lateness(),
        statistics.duration(),
        statistics.stages(),
        journal,
        new RunSummary.StoreTotals(
            stored, counters.storeLag(), counter(CounterId.FIELDS_STORED), trouble),
        statistics.last(),
        new RunSummary.Sampling(
            operations.share(), operations.costNanos(), operations.statistics()),
        dataDir);
  }

  private long counter(CounterId id) {
    return run.instruments().counters().value(id);
  }
}
