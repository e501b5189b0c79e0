package io.nfcs.tick;

import io.nfcs.memory.Digest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One tick of the control loop as a pre-allocated slot: its schedule, its input, the status and
 * stamps of each stage, and the outcome.
 *
 * <p><b>Units.</b> All stamps are nanoseconds of the run's {@link TickClock}; 0 means not stamped.
 * <b>Threads.</b> A tick belongs to one thread at a time (per stage: stages that run side by side
 * write only their own stage's entries); it is handed on by the ring, which orders memory: the next
 * owner sees all that the owners before it have written. No field is volatile, so a thread that
 * does not own the tick must not read it. <b>Owns</b> the snapshots attached to it until {@link
 * #releaseSnapshots()}. <b>Allocates</b> only when made.
 */
public final class Tick {
  private final TickInput input;
  private final Outcome outcome;
  private final ControlIntent intent = new ControlIntent();
  private final long[] startNanos;
  private final long[] endNanos;
  private final long[] digests;
  private final byte[] statuses;
  private final @Nullable Snapshot[] snapshots;
  private long number;
  private long scheduledNanos;
  private long wakeupNanos;
  private long commitNanos;
  private long missedBefore;
  private long appendBeforeNanos;
  private int keyframe = -1;

  /** Creates an empty slot of a shape. */
  public Tick(TickShape shape) {
    int stages = shape.stages().size();
    input = new TickInput(shape);
    outcome = new Outcome(shape.results());
    startNanos = new long[stages];
    endNanos = new long[stages];
    digests = new long[stages];
    statuses = new byte[stages];
    snapshots = new @Nullable Snapshot[stages];
  }

  /**
   * Prepares the slot for a new tick: clears stamps, statuses, digests, payloads, outcome and
   * intent. The input keeps its parameters, its control and its degrade steps; attached snapshots
   * stay attached, so they must have been released.
   */
  public void begin(
      long newNumber, long newScheduledNanos, long newWakeupNanos, long newMissedBefore) {
    number = newNumber;
    scheduledNanos = newScheduledNanos;
    wakeupNanos = newWakeupNanos;
    missedBefore = newMissedBefore;
    appendBeforeNanos = 0;
    keyframe = -1;
    commitNanos = 0;
    Arrays.fill(startNanos, 0);
    Arrays.fill(endNanos, 0);
    Arrays.fill(digests, 0);
    Arrays.fill(statuses, (byte) 0);
    input.tokens().clear();
    input.actions().clear();
    outcome.clear();
    intent.clear();
  }

  /**
   * Returns the number of the tick in its run, from 0, without gaps: missed periods are not
   * numbered.
   */
  public long number() {
    return number;
  }

  /** Returns the scheduled time of the tick's period; periods before it may have been missed. */
  public long scheduledNanos() {
    return scheduledNanos;
  }

  /** Returns the time at which the orchestrator woke up for the tick. */
  public long wakeupNanos() {
    return wakeupNanos;
  }

  /** Returns the lateness of the orchestrator in the tick's period: wake-up minus schedule. */
  public long latenessNanos() {
    return wakeupNanos - scheduledNanos;
  }

  /**
   * Returns the lateness of the tick, counted from the first due period without a tick: its own, or
   * the first of those missed before it. A stall counts in full, whatever the overrun policy.
   *
   * @param periodNanos time between scheduled ticks
   */
  public long latenessNanos(long periodNanos) {
    return latenessNanos() + missedBefore * periodNanos;
  }

  /** Returns the periods that passed without a tick since the tick before. */
  public long missedBefore() {
    return missedBefore;
  }

  /**
   * Returns the duration of the append of the tick before to the journal, for which this tick
   * waits.
   */
  public long appendBeforeNanos() {
    return appendBeforeNanos;
  }

  /** Sets the duration of the append of the tick before. */
  public void appendBeforeNanos(long nanos) {
    appendBeforeNanos = nanos;
  }

  /** Returns the buffer for the states of the stages after this tick, -1 for none. */
  public int keyframe() {
    return keyframe;
  }

  /** Sets the buffer for the states of the stages after this tick, -1 for none. */
  public void keyframe(int buffer) {
    keyframe = buffer;
  }

  /** Returns the time at which the record of the tick was complete. */
  public long commitNanos() {
    return commitNanos;
  }

  /** Stamps the commit. */
  public void commitNanos(long nanos) {
    commitNanos = nanos;
  }

  /** Returns the time from wake-up to commit. */
  public long durationNanos() {
    return commitNanos - wakeupNanos;
  }

  /** Returns the time of the stages, from the first start to the last end. */
  public long serviceNanos() {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int stage = 0; stage < statuses.length; stage++) {
      first = Math.min(first, startNanos[stage]);
      last = Math.max(last, endNanos[stage]);
    }
    return statuses.length == 0 ? 0 : last - first;
  }

  /** Returns the input of the tick. */
  public TickInput input() {
    return input;
  }

  /** Returns the results of the stages. */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Returns a result or a parameter as a number, NaN if it was not computed.
   *
   * @param index as in {@link TickShape#quantities()}: results first, then parameters
   */
  public double value(int index) {
    int results = outcome.quantities().size();
    return index < results ? outcome.value(index) : input.parameter(index - results);
  }

  /** Returns the control of the stages for the next tick. */
  public ControlIntent intent() {
    return intent;
  }

  /** Returns the number of stages. */
  public int stageCount() {
    return statuses.length;
  }

  /** Returns the start time of a stage. */
  public long startNanos(int stage) {
    return startNanos[stage];
  }

  /** Returns the end time of a stage, whatever its status. */
  public long endNanos(int stage) {
    return endNanos[stage];
  }

  /** Returns the status of a stage. */
  public StageStatus status(int stage) {
    return StageStatus.of(statuses[stage]);
  }

  /** Records the run of a stage. */
  public void stage(int stage, StageStatus status, long start, long end) {
    statuses[stage] = status.code();
    startNanos[stage] = start;
    endNanos[stage] = end;
  }

  /** Returns the digest of the stage's state after this tick; 0 if it has none. */
  public long digest(int stage) {
    return digests[stage];
  }

  /** Sets the digest of the stage's state. */
  public void digest(int stage, long digest) {
    digests[stage] = digest;
  }

  /** Returns whether any stage failed or was skipped. */
  public boolean hasFailed() {
    for (byte status : statuses) {
      if (status >= StageStatus.FAILED.code()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the digest of all that must be equal when the tick is executed again: number, status
   * and digest of each stage, outcome and intent, but no stamps.
   */
  public long digest() {
    long hash = Digest.mix(0, number);
    for (int stage = 0; stage < statuses.length; stage++) {
      hash = Digest.mix(Digest.mix(hash, statuses[stage]), digests[stage]);
    }
    hash = outcome.digest(hash);
    for (int i = 0; i < ControlIntent.VALUES; i++) {
      hash = Digest.mix(hash, Double.doubleToLongBits(intent.value(i)));
    }
    return hash;
  }

  /**
   * Returns the snapshot the stage attached on this tick, or {@code null}. Borrowed, not retained.
   */
  public @Nullable Snapshot snapshot(int stage) {
    return snapshots[stage];
  }

  /**
   * Attaches a snapshot; the caller's reference becomes the tick's. One attached before by the same
   * stage is released.
   */
  public void attach(int stage, Snapshot snapshot) {
    Snapshot former = snapshots[stage];
    snapshots[stage] = snapshot;
    if (former != null) {
      former.release();
    }
  }

  /** Gives all snapshots back; a user that keeps one has retained it before. */
  public void releaseSnapshots() {
    for (int stage = 0; stage < snapshots.length; stage++) {
      Snapshot snapshot = snapshots[stage];
      if (snapshot != null) {
        snapshots[stage] = null;
        snapshot.release();
      }
    }
  }
}
