package io.nfcs.pipeline.ring;

import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.Progress;
import io.nfcs.tick.Tick;

/**
 * The orchestrator's view of the tick committed last.
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

  /** Creates the view without a tick and without control. */
  public LastCommit() {}

  /** Returns the control intent for the next tick. */
  public ControlIntent intent() {
    return intent;
  }

  /** Returns the tick's number, -1 while there is none. */
  public long number() {
    return number;
  }

  /** Returns the time of the tick's stages, from the first start to the last end. */
  public long serviceNanos() {
    return serviceNanos;
  }

  /** Returns the degrade steps of the tick, a bit each. */
  public int degradation() {
    return degradation;
  }

  /** Returns the progress of the run. */
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
