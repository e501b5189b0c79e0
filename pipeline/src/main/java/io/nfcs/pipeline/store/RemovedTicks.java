package io.nfcs.pipeline.store;

import io.nfcs.table.Register;

/**
 * The tick up to which retention has removed ticks from the tables, in the order of runs and ticks;
 * it is persistent, so that removed ticks are not restored from the journal.
 *
 * <p><b>Threads.</b> One.
 */
final class RemovedTicks {
  private static final long NONE = Long.MIN_VALUE;

  private final Register runRegister;
  private final Register tickRegister;
  private long run;
  private long tick;

  /** Creates the removed ticks of all processes so far. */
  RemovedTicks(Register run, Register tick) {
    runRegister = run;
    tickRegister = tick;
    this.run = run.get(NONE);
    this.tick = tick.get(NONE);
  }

  /** Returns whether a tick was removed, or comes before one that was. */
  boolean has(long ofRun, long number) {
    return ofRun < run || (ofRun == run && number <= tick);
  }

  /** Returns the run of the latest tick removed, {@link Long#MIN_VALUE} if none. */
  long run() {
    return run;
  }

  /** Notes that all ticks up to this one are being removed. */
  void upTo(long lastRun, long lastTick) {
    if (has(lastRun, lastTick)) {
      return;
    }
    if (lastRun != run) {
      // a kill in between leaves a smaller mark, never a larger one
      tickRegister.set(NONE);
      runRegister.set(lastRun);
    }
    tickRegister.set(lastTick);
    run = lastRun;
    tick = lastTick;
  }
}
