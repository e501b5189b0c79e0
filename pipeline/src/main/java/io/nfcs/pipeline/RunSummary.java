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
 * What a run came to, or has come to so far.
 *
 * @param ticks ticks of the run that are in the journal
 * @param missed periods without a tick
 * @param degraded ticks that ran with a degrade step in force
 * @param hz ticks over elapsed time
 * @param lateness how late ticks were
 * @param tick how long they took from wake-up to commit
 * @param stages how long each stage took, and its failures
 * @param journal the whole journal of the data folder
 * @param store the tables of the data folder
 * @param last what the last tick came to
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
   * Operations that were timed.
   *
   * @param share of all operations
   * @param costNanos what it costs an operation on average to be chosen or not, and timed
   * @param operations those that were, by name
   */
  public record Sampling(
      double share, double costNanos, Map<String, SampledOperation> operations) {}

  /**
   * Totals of a journal.
   *
   * @param records tick records of all runs
   * @param bytes their bytes
   * @param dropped ticks of this run that have no record
   * @param damages what is wrong with it, known at the end of the run
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
   * @param ticks ticks of all runs in the table, -1 if the node could not tell
   * @param lag ticks in the journal that are not in the table yet
   * @param fields fields stored by this run
   * @param trouble what kept the node or the store from ending in order, empty if nothing did
   */
  public record StoreTotals(long ticks, long lag, long fields, String trouble) {}
}
