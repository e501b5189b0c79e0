package io.nfcs.pipeline.replay;

import io.nfcs.journal.JournalCheck.Damage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Result of a replay, run by run.
 *
 * @param runs the runs of the journal, in its order
 * @param windows the requested ticks; empty for all of these runs
 * @param damages damages of the journal itself, whether or not they prevented the execution of a
 *     tick
 */
public record ReplayReport(List<Run> runs, List<Window> windows, List<Damage> damages) {
  /** Copies the lists. */
  public ReplayReport {
    runs = List.copyOf(runs);
    windows = List.copyOf(windows);
    damages = List.copyOf(damages);
  }

  /**
   * One run.
   *
   * @param run the run
   * @param ticks its ticks in the journal
   * @param compared ticks executed again and compared
   * @param equal compared ticks with the journalled digests
   * @param notChecked reason why the others could not be executed, {@code null} if all were
   * @param firstDivergence the first tick that differs from the journal, or {@code null}
   */
  public record Run(
      long run,
      long ticks,
      long compared,
      long equal,
      @Nullable String notChecked,
      @Nullable Divergence firstDivergence) {

    /** Returns the number of ticks that could not be executed again. */
    public long notCompared() {
      return ticks - compared;
    }
  }

  /**
   * First difference of a replay to its journal.
   *
   * @param run the run
   * @param tick number of the tick in the run
   * @param what description of the difference
   */
  public record Divergence(long run, long tick, String what) {}

  /**
   * Returns the first tick that differs from the journal, which may be one executed on the way to a
   * window, or {@code null}.
   */
  public @Nullable Divergence firstDivergence() {
    for (Run run : runs) {
      if (run.firstDivergence != null) {
        return run.firstDivergence;
      }
    }
    return null;
  }

  /** Returns the number of requested ticks that are not in the journal; open ends do not count. */
  public long notThere() {
    long asked = 0;
    for (Window window : windows) {
      if (window.to() == Long.MAX_VALUE) {
        return 0;
      }
      asked += window.ticks();
    }
    return windows.isEmpty() ? 0 : asked - runs.stream().mapToLong(Run::ticks).sum();
  }

  /** Returns the number of ticks executed again and compared. */
  public long ticks() {
    return runs.stream().mapToLong(Run::compared).sum();
  }

  /** Returns the number of ticks of the journal that could not be executed again. */
  public long notCompared() {
    return runs.stream().mapToLong(Run::notCompared).sum();
  }

  /** Returns whether every compared tick is equal and the journal is intact. */
  public boolean holds() {
    return firstDivergence() == null && damages.isEmpty();
  }

  /** Returns the number of compared ticks with the journalled digests. */
  public long equal() {
    return runs.stream().mapToLong(Run::equal).sum();
  }

  /** Returns whether there are ticks, none of which could be executed again. */
  public boolean isUnchecked() {
    return ticks() == 0 && runs.stream().map(Run::notChecked).anyMatch(Objects::nonNull);
  }
}
