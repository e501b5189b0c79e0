package io.nfcs.lab.suite;

import io.nfcs.constitution.Decision;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * A part of a run of some seconds, watched or not, and the ticks that fell into them.
 *
 * <p>It is divided into windows of a tenth of a second, since only the allocation of a window is
 * known; ticks are assigned to windows afterwards, from the journal, by their scheduled time.
 *
 * <p><b>Threads.</b> One.
 */
final class Turn {
  static final long HIGHEST_NANOS = 60_000_000_000L;

  private static final Duration WINDOW = Duration.ofMillis(100);

  private final boolean isWatched;
  private final Histogram ticks = new Histogram(HIGHEST_NANOS, 3);
  private final List<Window> windows = new ArrayList<>();

  Turn(boolean isWatched) {
    this.isWatched = isWatched;
  }

  boolean isWatched() {
    return isWatched;
  }

  /** Returns the durations of its ticks, in nanoseconds. */
  Histogram ticks() {
    return ticks;
  }

  /** Waits for a time, and records the allocation meanwhile. */
  void last(Nfcs nfcs, TickThreads threads, long nanos) throws InterruptedException {
    long startNanos = System.nanoTime();
    boolean isOver = false;
    while (!isOver) {
      Window window = new Window(this);
      window.allocatedBytes = -threads.allocatedBytes();
      isOver = nfcs.await(WINDOW) || System.nanoTime() - startNanos >= nanos;
      window.allocatedBytes += threads.allocatedBytes();
      window.untilNanos = System.nanoTime();
      windows.add(window);
    }
  }

  /**
   * Returns a receiver for the ticks of a run in their order, which gives each turn its own ticks.
   */
  static Consumer<Tick> reading(List<Turn> turns) {
    return new Reading(turns.stream().flatMap(turn -> turn.windows.stream()).toList());
  }

  /**
   * Returns the number of ticks for which, and for the tick before, policies had nothing to
   * evaluate again.
   */
  static long ordinaryTicks(List<Turn> turns) {
    return ordinary(turns).stream().mapToLong(window -> window.ticks).sum();
  }

  /** Returns the bytes allocated around those ticks. */
  static long ordinaryBytes(List<Turn> turns) {
    return ordinary(turns).stream().mapToLong(window -> window.allocatedBytes).sum();
  }

  private static List<Window> ordinary(List<Turn> turns) {
    return turns.stream()
        .flatMap(turn -> turn.windows.stream())
        .filter(window -> !window.hasEmergency)
        .toList();
  }

  /** A few ticks whose allocation is known as a sum. */
  private static final class Window {
    private final Turn turn;
    private final long fromNanos = System.nanoTime();
    private long untilNanos;
    private long allocatedBytes;
    private long ticks;
    private boolean hasEmergency;

    Window(Turn turn) {
      this.turn = turn;
    }
  }

  /** Receiver that goes through ticks and windows side by side. */
  private static final class Reading implements Consumer<Tick> {
    private final List<Window> windows;
    private int next;
    private boolean wasEmergency;

    Reading(List<Window> windows) {
      this.windows = windows;
    }

    @Override
    public void accept(Tick tick) {
      boolean isEmergency =
          tick.outcome().count(ModelQuantities.DECISION) == Decision.EMERGENCY.code();
      while (next < windows.size() && tick.scheduledNanos() - windows.get(next).untilNanos >= 0) {
        next++;
      }
      if (next < windows.size() && tick.scheduledNanos() - windows.get(next).fromNanos >= 0) {
        Window window = windows.get(next);
        window.turn.ticks.recordValue(Math.min(HIGHEST_NANOS, tick.durationNanos()));
        window.ticks++;
        // a tick may end in the window after its own
        window.hasEmergency |= isEmergency || wasEmergency;
      }
      wasEmergency = isEmergency;
    }
  }
}
