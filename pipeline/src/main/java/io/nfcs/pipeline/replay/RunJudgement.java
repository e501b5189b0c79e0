package io.nfcs.pipeline.replay;

import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come out about a run, as its pieces are executed.
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
   * Nothing has come out yet.
   *
   * @param windows those whose ticks count; empty for all
   */
  RunJudgement(long run, List<Window> windows) {
    this.run = run;
    this.windows = windows;
  }

  /** Whether a tick counts. */
  boolean counts(long tick) {
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(tick));
  }

  /** Notes a tick of the journal. */
  synchronized void found(long tick) {
    ticks += counts(tick) ? 1 : 0;
  }

  /** Notes why ticks from one on cannot be executed; the first reason is the one that is told. */
  synchronized void notChecked(long from, String why) {
    if (from < notCheckedFrom) {
      notCheckedFrom = from;
      notChecked = why;
    }
  }

  /**
   * Notes that a tick was executed.
   *
   * @param difference what is not as journalled, {@code null} if all is
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

  /** Notes what is not as journalled. */
  synchronized void diverged(long tick, String what) {
    if (first == null || tick < first.tick()) {
      first = new Divergence(run, tick, what);
    }
  }

  synchronized ReplayReport.Run report() {
    return new ReplayReport.Run(run, ticks, compared, equal, notChecked, first);
  }
}
