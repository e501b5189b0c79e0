package io.nfcs.pipeline;

import io.nfcs.journal.JournalCheck.Damage;
import io.nfcs.pipeline.timing.Quantiles;
import io.nfcs.pipeline.timing.RunStatistics.LastTick;
import io.nfcs.pipeline.timing.RunStatistics.StageStatistics;
import io.nfcs.pipeline.timing.SampledOperations.SampledOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Totals of a run, final or so far.
 *
 * @param ticks ticks of the run that are in the journal
 * @param missed periods without a tick
 * @param degraded ticks that ran with a degrade step in force
 * @param hz ticks per second of elapsed time, 0 before the second tick
 * @param lateness lateness of the ticks
 * @param tick time of a tick from wake-up to commit
 * @param stages time and failures of each stage
 * @param journal the whole journal of the data folder
 * @param store the tables of the data folder
 * @param last results of the last tick
 * @param sampling operations that were timed
 * @param dataDir the data folder
 */
public record RunSummary(
    long ticks,
    long missed,
    long degraded,
    double hz,
    Quantiles lateness,
    Quantiles tick,
    Map<String, StageStatistics> stages,
    JournalTotals journal,
    StoreTotals store,
    LastTick last,
    Sampling sampling,
    Path dataDir) {

  /**
   * Sampled timings of operations.
   *
   * @param share of all operations, 0..1
   * @param costNanos average cost of the sampling per operation, in nanoseconds
   * @param operations the timed operations, by name
   */
  public record Sampling(
      double share, double costNanos, Map<String, SampledOperation> operations) {}

  /**
   * Totals of a journal.
   *
   * @param records tick records of all runs; before the end of the run, those of this process
   * @param bytes their bytes, 0 before the end
   * @param dropped ticks of this run that have no record
   * @param damages damages of the journal, known at the end of the run
   */
  public record JournalTotals(long records, long bytes, long dropped, List<Damage> damages) {
    /** Copies the list. */
    public JournalTotals {
      damages = List.copyOf(damages);
    }
  }

  /**
   * Totals of the store.
   *
   * @param ticks ticks of all runs in the table, -1 if unknown
   * @param lag ticks in the journal that are not in the table yet
   * @param fields fields stored by this run
   * @param trouble failures at the end of the node or the store, empty if none
   */
  public record StoreTotals(long ticks, long lag, long fields, String trouble) {}
}
