package io.nfcs.pipeline.ring;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickSink;

/**
 * The last step of a tick: its record goes to the journal, its intent to the next tick, its
 * snapshots to the sink.
 *
 * <p><b>Threads.</b> One at a time, after all stages of the tick. <b>Allocates</b> nothing unless
 * the journal fails. <b>Fails.</b> Never by the journal: a tick without a record is counted as
 * dropped, and its intent still holds for the next one.
 */
final class CommitHandler {
  private final TickClock clock;
  private final TickSink journal;
  private final SnapshotSink snapshots;
  private final CommitCell commits;
  private final KeyframeTaker keyframes;
  private final Counters counters;
  private final ErrorLog errors;
  private long appendNanos;

  CommitHandler(Instruments instruments, StageChain.Outlets outlets, CommitCell commits) {
    this.commits = commits;
    journal = outlets.journal();
    snapshots = outlets.snapshots();
    keyframes = outlets.keyframes();
    clock = instruments.clock();
    counters = instruments.counters();
    errors = instruments.errors();
  }

  void commit(Tick tick) {
    // before the record, so that a reader of the record finds the snapshot in its queue
    keepSnapshots(tick);
    tick.appendBeforeNanos(appendNanos);
    long start = clock.nanoTime();
    boolean isJournalled = false;
    try {
      journal.append(tick);
      isJournalled = true;
      counters.increment(CounterId.TICKS_JOURNALLED);
    } catch (RuntimeException | Error failure) {
      counters.increment(CounterId.TICKS_DROPPED);
      errors.record("journal append", failure);
    }
    long end = clock.nanoTime();
    appendNanos = end - start;
    counters.add(CounterId.JOURNAL_NANOS, appendNanos);
    if (tick.hasFailed()) {
      counters.increment(CounterId.TICKS_FAILED);
    }
    commits.publish(tick, isJournalled, end);
    if (tick.keyframe() >= 0) {
      keyframes.end(tick.keyframe(), tick);
    }
    tick.releaseSnapshots();
  }

  private void keepSnapshots(Tick tick) {
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      Snapshot snapshot = tick.snapshot(stage);
      if (snapshot != null && !snapshots.offer(tick.number(), snapshot)) {
        counters.increment(CounterId.FIELDS_DROPPED);
      }
    }
  }
}
