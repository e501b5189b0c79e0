package io.nfcs.pipeline.replay;

import io.nfcs.journal.JournalCheck.Damage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Result of a replay, run by run.
 *
 * @param runs the runs of the journal, in its order
 * @param windows the ticks that were asked for; empty for all of these runs
 * @param damages what is wrong with the journal itself, whether or not it kept a tick from being
 *     executed
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
   * @param compared those that were executed again and compared
   * @param equal those of them whose digests are all as journalled
   * @param notChecked why the others could not be executed, {@code null} if all were
   * @param firstDivergence the first tick that is not as journalled, or {@code null}
   */
  public record Run(
      long run,
      long ticks,
      long compared,
      long equal,
      @Nullable String notChecked,
      @Nullable Divergence firstDivergence) {

    /** Ticks that could not be executed again. */
    public long notCompared() {
      return ticks - compared;
    }
  }

  /**
   * Where a replay first differs from its journal.
   *
   * @param run the run
   * @param tick number of the tick in the run
   * @param what what differs
   */
  public record Divergence(long run, long tick, String what) {}

  /**
   * Returns the first tick that is not as journalled, which may be one that was executed to get to
   * a window, or {@code null}.
   */
  public @Nullable Divergence firstDivergence() {
    for (Run run : runs) {
      if (run.firstDivergence != null) {
        return run.firstDivergence;
      }
    }
    return null;
  }

  /** Ticks that were asked for and are not in the journal; open ends do not count. */
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

  /** Ticks executed again and compared. */
  public long ticks() {
    return runs.stream().mapToLong(Run::compared).sum();
  }

  /** Ticks of the journal that could not be executed again. */
  public long notCompared() {
    return runs.stream().mapToLong(Run::notCompared).sum();
  }

  /** Whether every tick that was compared is equal and nothing is wrong with the journal. */
  public boolean holds() {
    return firstDivergence() == null && damages.isEmpty();
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
