package io.nfcs.pipeline.store;

import io.nfcs.table.Register;

/**
 * Up to which tick, in the order of runs and ticks, retention has removed ticks from the tables; it
 * is remembered, so that nothing brings them back from the journal.
 *
 * <p><b>Threads.</b> One.
 */
final class RemovedTicks {
  private static final long NONE = Long.MIN_VALUE;

  private final Register runRegister;
  private final Register tickRegister;
  private long run;
  private long tick;

  /** What was removed by all processes so far. */
  RemovedTicks(Register run, Register tick) {
    runRegister = run;
    tickRegister = tick;
    this.run = run.get(NONE);
    this.tick = tick.get(NONE);
  }

  /** Whether a tick was removed, or comes before one that was. */
  boolean has(long ofRun, long number) {
    return ofRun < run || (ofRun == run && number <= tick);
  }

  /** The run of the latest tick removed, {@link Long#MIN_VALUE} if none. */
  long run() {
    return run;
  }

  /** Remembers that all up to this one are being removed. */
  void upTo(long lastRun, long lastTick) {
    if (has(lastRun, lastTick)) {
      return;
    }
    if (lastRun != run) {
      // a kill in between leaves a mark that says less, and never more
      tickRegister.set(NONE);
      runRegister.set(lastRun);
    }
    tickRegister.set(lastTick);
    run = lastRun;
    tick = lastTick;
  }
}
