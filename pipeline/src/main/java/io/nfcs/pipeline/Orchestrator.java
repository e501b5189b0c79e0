package io.nfcs.pipeline;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.LastCommit;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.OverrunPolicy;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import java.util.concurrent.TimeUnit;

/**
 * The orchestrator: waits for the next deadline, decides about missed periods, gathers the inputs
 * and hands the tick on. One duty cycle is one tick.
 *
 * <p><b>Threads.</b> One; any may {@link #cancel()}. <b>Allocates</b> nothing per tick.
 * <b>Fails.</b> An exception of the input source ends the run: a tick without its inputs cannot be
 * reproduced.
 */
final class Orchestrator {
  private final OrchestratorSettings settings;
  private final OverrunPolicy overrun;
  private final DeadlineWaiter waiter;
  private final DegradeLadder ladder;
  private final RunInputs inputs;
  private final TickRunner runner;
  private final CommitCell commits;
  private final Counters counters;
  private final LastCommit last = new LastCommit();
  private final long limit;
  private TickSchedule schedule;
  private long period;
  private long number;
  private long missedBefore;

  /** Creates an orchestrator before tick 0, in period 0 of a schedule that begins at time 0. */
  Orchestrator(RunContext run, RunInputs inputs, TickRunner runner) {
    this.inputs = inputs;
    this.runner = runner;
    commits = runner.commits();
    counters = run.instruments().counters();
    limit = run.plan().run().ticks();
    settings = run.plan().orchestrator();
    overrun = settings.overrun();
    schedule = new TickSchedule(0, settings.hz());
    ladder = new DegradeLadder(run.plan().degrade(), schedule.periodNanos());
    waiter =
        new DeadlineWaiter(
            run.instruments().clock(), TimeUnit.MICROSECONDS.toNanos(settings.spinWindowMicros()));
  }

  /**
   * Takes over a tick of an earlier process, after which the run continues; called before the first
   * tick of this process, in the order of the ticks.
   */
  void continueAfter(Tick tick) {
    if (number == 0) {
      ladder.resume(tick.input().degradation());
    }
    ladder.judge(tick.number(), tick.serviceNanos(), tick.input().degradation());
    commits.resume(tick);
    inputs.continueAfter(tick, overrun == OverrunPolicy.DEGRADE);
    number = tick.number() + 1;
  }

  /** Waits until a time; the schedule begins at the wake-up, however late. */
  void beginAfter(long nanos) {
    schedule = new TickSchedule(waiter.await(nanos), settings.hz());
  }

  /** Ends this and all later waits; the caller must unpark a parked thread. */
  void cancel() {
    waiter.cancel();
  }

  /**
   * Waits for the next period and runs its tick, or counts missed periods.
   *
   * @return whether there is more to do
   */
  boolean doWork() {
    if (limit != 0 && number >= limit) {
      return false;
    }
    long now = waiter.await(schedule.deadlineNanos(period));
    if (waiter.isCancelled()) {
      return false;
    }
    long first = overrun.firstToRun(period, schedule.due(now), settings.burstLimit());
    counters.add(CounterId.TICKS_MISSED, first - period);
    missedBefore += first - period;
    period = first;
    if (schedule.deadlineNanos(first) <= now) {
      tick(now);
    }
    return true;
  }

  private void tick(long now) {
    commits.read(last);
    TickInput input = inputs.next(number, last.intent(), degradation());
    counters.increment(CounterId.TICKS_STARTED);
    if (input.degradation() != 0) {
      counters.increment(CounterId.TICKS_DEGRADED);
    }
    if (runner.offer(number, schedule.deadlineNanos(period), now, missedBefore, input)) {
      number++;
      missedBefore = 0;
    } else {
      counters.increment(CounterId.TICKS_DROPPED);
      missedBefore++;
    }
    period++;
  }

  /** Returns the degrade steps of the next tick. */
  private int degradation() {
    return overrun == OverrunPolicy.DEGRADE && last.number() >= 0
        ? ladder.judge(last.number(), last.serviceNanos(), last.degradation())
        : inputs.degradation();
  }
}
