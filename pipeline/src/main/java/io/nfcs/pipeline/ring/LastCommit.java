package io.nfcs.pipeline.ring;

import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.Progress;
import io.nfcs.tick.Tick;

/**
 * What the orchestrator is told of the tick that was committed last.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
public final class LastCommit {
  private final ControlIntent intent = new ControlIntent();
  private long number = -1;
  private long serviceNanos;
  private int degradation;
  private long ended;
  private long endedNanos;
  private long journalled;
  private long journalledNanos;

  /** No tick yet: no control. */
  public LastCommit() {}

  /** What it wants done to the next one. */
  public ControlIntent intent() {
    return intent;
  }

  /** Its number, -1 while there is none. */
  public long number() {
    return number;
  }

  /** How long its stages took, from the first start to the last end. */
  public long serviceNanos() {
    return serviceNanos;
  }

  /** The degrade steps it ran with, a bit each. */
  public int degradation() {
    return degradation;
  }

  /** How far the run has come. */
  public Progress progress() {
    return new Progress(ended, endedNanos, journalled, journalledNanos);
  }

  void set(Tick tick, boolean isJournalled, long nowNanos) {
    ended++;
    endedNanos = nowNanos;
    if (isJournalled) {
      journalled++;
      journalledNanos = nowNanos;
    }
    resume(tick);
  }

  void resume(Tick tick) {
    intent.copyFrom(tick.intent());
    number = tick.number();
    serviceNanos = tick.serviceNanos();
    degradation = tick.input().degradation();
  }

  void copyFrom(LastCommit other) {
    intent.copyFrom(other.intent);
    number = other.number;
    serviceNanos = other.serviceNanos;
    degradation = other.degradation;
    ended = other.ended;
    endedNanos = other.endedNanos;
    journalled = other.journalled;
    journalledNanos = other.journalledNanos;
  }
}
