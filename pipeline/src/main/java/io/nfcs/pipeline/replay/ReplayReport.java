package io.nfcs.pipeline.replay;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a replay came to, run by run.
 *
 * @param runs the runs of the journal, in its order
 * @param firstDivergence the first thing that is not as journalled, in a run or in the files, or
 *     {@code null}
 */
public record ReplayReport(List<Run> runs, @Nullable Divergence firstDivergence) {
  /** Copies the list. */
  public ReplayReport {
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param run the run
   * @param ticks its ticks in the journal
   * @param equal those executed again whose digests are all as journalled
   * @param notChecked why nothing of it could be executed again, {@code null} if it was
   * @param firstDivergence the first tick that is not as journalled, or {@code null}
   */
  public record Run(
      long run,
      long ticks,
      long equal,
      @Nullable String notChecked,
      @Nullable Divergence firstDivergence) {}

  /**
   * Where a replay first differs from its journal.
   *
   * @param run the run
   * @param tick number of the tick in the run
   * @param what what differs
   */
  public record Divergence(long run, long tick, String what) {}

  /** Ticks executed again. */
  public long ticks() {
    return runs.stream().filter(run -> run.notChecked == null).mapToLong(Run::ticks).sum();
  }

  /** Those whose digests are all as journalled. */
  public long equal() {
    return runs.stream().mapToLong(Run::equal).sum();
  }

  /** Whether there are ticks, and none of them could be executed again. */
  public boolean isUnchecked() {
    return ticks() == 0 && runs.stream().map(Run::notChecked).anyMatch(Objects::nonNull);
  }
}
