package io.nfcs.pipeline.timing;

import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statistics of the latest run: lateness of its ticks, times of ticks and stages, failures of
 * stages, and results of the last tick.
 *
 * <p>Lateness counts from the first period that was due, so a stall shows in full in the tick after
 * it, although its periods were missed.
 *
 * <p><b>Units.</b> Histograms in nanoseconds, to three digits, up to an hour; answers in
 * microseconds. <b>Threads.</b> Any, by a lock; written by the thread that feeds observers, off the
 * tick. A reader gets whole ticks, those that the feed has read from the journal.
 */
public final class RunStatistics implements TickObserver {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Durations lateness = new Durations();
  private final Durations duration = new Durations();
  private final List<Durations> stages = new ArrayList<>();
  private List<String> names = List.of();
  private long[] failures = new long[0];
  private long periodNanos;
  private long ticks;
  private long firstWakeupNanos;
  private long lastWakeupNanos;
  private LastTick last = LastTick.NONE;

  /** Creates statistics of no ticks. */
  public RunStatistics() {}

  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public synchronized void onRun(RunHeader header) {
    names = header.shape().stages();
    failures = new long[names.size()];
    periodNanos = header.periodNanos();
    lateness.reset();
    duration.reset();
    stages.clear();
    names.forEach(name -> stages.add(new Durations()));
    ticks = 0;
    last = LastTick.NONE;
  }

  @Override
  public synchronized void onTick(Tick tick) {
    if (ticks == 0) {
      firstWakeupNanos = tick.wakeupNanos();
    }
    lastWakeupNanos = tick.wakeupNanos();
    ticks++;
    lateness.record(tick.latenessNanos(periodNanos));
    duration.record(tick.durationNanos());
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      stages.get(stage).record(tick.endNanos(stage) - tick.startNanos(stage));
      if (tick.status(stage) != StageStatus.OK) {
        failures[stage]++;
      }
    }
    last = LastTick.of(tick);
  }

  /** Returns the number of ticks seen of the latest run. */
  public synchronized long ticks() {
    return ticks;
  }

  /** Returns the ticks per second, 0 before the second tick. */
  public synchronized double hz() {
    return ticks < 2 ? 0 : (ticks - 1) * NANOS_PER_SECOND / (lastWakeupNanos - firstWakeupNanos);
  }

  /** Returns the lateness of the ticks. */
  public synchronized Quantiles lateness() {
    return lateness.quantiles();
  }

  /** Returns the time of the ticks from wake-up to commit. */
  public synchronized Quantiles duration() {
    return duration.quantiles();
  }

  /** Returns the time of each stage and its counts of failures and skips, in execution order. */
  public synchronized Map<String, StageStatistics> stages() {
    Map<String, StageStatistics> result = new LinkedHashMap<>();
    for (int stage = 0; stage < names.size(); stage++) {
      result.put(
          names.get(stage), new StageStatistics(stages.get(stage).quantiles(), failures[stage]));
    }
    return result;
  }

  /** Returns the results of the last tick. */
  public synchronized LastTick last() {
    return last;
  }

  /**
   * One stage of a run.
   *
   * @param duration time of the stage
   * @param failures count of failures and skips
   */
  public record StageStatistics(Quantiles duration, long failures) {}

  /**
   * Outcome of a tick.
   *
   * @param number its number, -1 if there was none
   * @param orderParameter Kuramoto order parameter
   * @param energy energy functional of the field
   * @param vortices vortices of the field
   * @param digest digest of the tick
   */
  public record LastTick(
      long number, double orderParameter, double energy, long vortices, long digest) {
    static final LastTick NONE = new LastTick(-1, Double.NaN, Double.NaN, -1, 0);

    static LastTick of(Tick tick) {
      return new LastTick(
          tick.number(),
          tick.outcome().number(ModelQuantities.ORDER_PARAMETER),
          tick.outcome().number(ModelQuantities.ENERGY),
          tick.outcome().count(ModelQuantities.VORTICES),
          tick.digest());
    }
  }
}
