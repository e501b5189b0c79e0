package io.nfcs.monitor.live;

import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest ticks of the latest run.
 *
 * <p><b>Threads.</b> Ticks by one thread, answers by any.
 */
public final class RecentTicks {
  private static final int KEPT = 600;

  private final Deque<TickRow> rows = new ArrayDeque<>();
  private @Nullable RunHeader run;

  /** Creates recent ticks without a tick. */
  public RecentTicks() {}

  /** Begins a run. */
  public synchronized void onRun(RunHeader header) {
    run = header;
    rows.clear();
  }

  /** Adds a tick in the journal. */
  public synchronized void onTick(Tick tick) {
    if (rows.size() == KEPT) {
      rows.removeFirst();
    }
    rows.addLast(TickRow.of(tick, run == null ? 0 : run.periodNanos()));
  }

  /** Returns the run, {@code null} before the first. */
  public synchronized @Nullable RunHeader run() {
    return run;
  }

  /** Returns the ticks after a number, at most a number of the latest, the oldest first. */
  public synchronized List<TickRow> since(long number, int atMost) {
    List<TickRow> found = rows.stream().filter(row -> row.number() > number).toList();
    return found.subList(Math.max(0, found.size() - atMost), found.size());
  }
}
