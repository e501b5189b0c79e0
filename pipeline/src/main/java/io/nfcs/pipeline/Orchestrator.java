package io.nfcs.pipeline;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.LastCommit;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.schedule.DeadlineWaiter;
import io.nfcs.pipeline.schedule.DegradeLadder;
import io.nfcs.pipeline.schedule.TickSchedule;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.OverrunPolicy;
import io.nfcs.tick.TickInput;

/**
 * The heart-beat: waits for the next deadline, decides about missed periods, gathers the inputs and
 * hands the tick on. One duty cycle is one tick.
 *
 * <p><b>Threads.</b> {@link #doWork()} by one thread. <b>Allocates</b> nothing per tick.
 * <b>Fails.</b> An exception of the input source ends the run: a tick without its inputs cannot be
 * reproduced.
 */
final class Orchestrator {
  private final TickSchedule schedule;
  private final DeadlineWaiter waiter;
  private final OverrunPolicy overrun;
  private final int burstLimit;
  private final DegradeLadder ladder;
  private final InputSource inputs;
  private final TickRunner runner;
  private final CommitCell commits;
  private final Counters counters;
  private final TickInput input;
  private final LastCommit last = new LastCommit();
  private final long limit;
  private long period;
  private long number;
  private long missedBefore;

  /**
   * An orchestrator that stands before period 0.
   *
   * @param input the inputs the first tick starts from; changed by every tick
   * @param limit number of the tick before which to end, 0 for no end
   */
  Orchestrator(
      TickSchedule schedule,
      DeadlineWaiter waiter,
      OrchestratorSettings settings,
      DegradeLadder ladder,
      InputSource inputs,
      TickInput input,
      TickRunner runner,
      CommitCell commits,
      Counters counters,
      long limit) {
    this.schedule = schedule;
    this.waiter = waiter;
    this.overrun = settings.overrun();
    this.ladder = ladder;
    this.burstLimit = settings.burstLimit();
    this.inputs = inputs;
    this.input = input;
    this.runner = runner;
    this.commits = commits;
    this.counters = counters;
    this.limit = limit;
  }

  /** Sets the number of the first tick, which is 0 otherwise. */
  void startAt(long first) {
    number = first;
  }

  /**
   * Waits for the next period and runs its tick, or finds that periods were missed.
   *
   * @return whether there is more to do
   */
  boolean doWork() {
    if (limit != 0 && number >= limit) {
      return false;
    }
    long now = waiter.await(schedule.deadlineNanos(period));
    if (waiter.cancelled()) {
      return false;
    }
    long first = overrun.firstToRun(period, schedule.due(now), burstLimit);
    counters.add(CounterId.TICKS_MISSED, first - period);
    missedBefore += first - period;
    period = first;
    if (schedule.deadlineNanos(first) <= now) {
      tick(now);
    }
    return true;
  }

  private void tick(long now) {
    input.tokens().clear();
    input.actions().clear();
    commits.read(last);
    input.control().copyFrom(last.intent());
    if (overrun == OverrunPolicy.DEGRADE && last.number() >= 0) {
      input.degradation(ladder.judge(last.number(), last.serviceNanos(), last.degradation()));
    }
    inputs.fill(number, input);
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
}
