package io.nfcs.pipeline.replay;

import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judgement of a run, formed as its pieces are executed.
 *
 * <p><b>Threads.</b> Any; guarded by itself.
 */
final class RunJudgement {
  private final long run;
  private final List<Window> windows;
  private long ticks;
  private long compared;
  private long equal;
  private @Nullable String notChecked;
  private long notCheckedFrom = Long.MAX_VALUE;
  private @Nullable Divergence first;

  /**
   * Creates an empty judgement.
   *
   * @param windows windows whose ticks count; empty for all
   */
  RunJudgement(long run, List<Window> windows) {
    this.run = run;
    this.windows = windows;
  }

  /** Returns whether a tick counts. */
  boolean counts(long tick) {
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(tick));
  }

  /** Notes a tick of the journal. */
  synchronized void found(long tick) {
    ticks += counts(tick) ? 1 : 0;
  }

  /**
   * Notes the reason why ticks from a number on cannot be executed; only the first reason is
   * reported.
   */
  synchronized void notChecked(long from, String why) {
    if (from < notCheckedFrom) {
      notCheckedFrom = from;
      notChecked = why;
    }
  }

  /**
   * Notes that a tick was executed.
   *
   * @param difference difference to the journal, {@code null} if none
   */
  synchronized void executed(long tick, @Nullable String difference) {
    if (counts(tick)) {
      compared++;
      equal += difference == null ? 1 : 0;
    }
    if (difference != null) {
      diverged(tick, difference);
    }
  }

  /** Notes a difference to the journal. */
  synchronized void diverged(long tick, String what) {
    if (first == null || tick < first.tick()) {
      first = new Divergence(run, tick, what);
    }
  }

  synchronized ReplayReport.Run report() {
    return new ReplayReport.Run(run, ticks, compared, equal, notChecked, first);
  }
}
