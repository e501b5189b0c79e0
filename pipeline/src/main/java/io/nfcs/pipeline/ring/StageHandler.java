package io.nfcs.pipeline.ring;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;

/**
 * Handler of one stage: runs it between two stamps, and turns its failure into the tick's.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> nothing unless the stage fails. <b>Fails.</b>
 * Never by the stage, not even by its {@link Error}s: the status of the tick tells.
 */
final class StageHandler {
  private final Stage stage;
  private final int index;
  private final long dependencies;
  private final boolean runsRegardless;
  private final KeyframeTaker keyframes;
  private final TickClock clock;
  private final Counters counters;
  private final ErrorLog errors;

  StageHandler(
      Instruments instruments, StageChain.Stages stages, int index, KeyframeTaker keyframes) {
    this.index = index;
    this.keyframes = keyframes;
    stage = stages.inOrder().get(index);
    dependencies = stages.graph().dependencies(index);
    runsRegardless = stage.runsRegardless();
    clock = instruments.clock();
    counters = instruments.counters();
    errors = instruments.errors();
  }

  void run(Tick tick) {
    execute(tick);
    if (tick.keyframe() >= 0) {
      keyframes.save(tick.keyframe(), index, stage);
    }
  }

  private void execute(Tick tick) {
    long start = clock.nanoTime();
    if (!runsRegardless && hasFailedDependency(tick)) {
      tick.stage(index, StageStatus.SKIPPED, start, start);
      return;
    }
    StageStatus status = StageStatus.OK;
    try {
      stage.run(tick);
    } catch (Throwable failure) {
      status = StageStatus.FAILED;
      tick.digest(index, 0);
      counters.increment(CounterId.STAGE_FAILURES);
      errors.record("stage " + stage.name(), failure);
    }
    tick.stage(index, status, start, clock.nanoTime());
  }

  private boolean hasFailedDependency(Tick tick) {
    for (long rest = dependencies; rest != 0; rest &= rest - 1) {
      if (tick.status(Long.numberOfTrailingZeros(rest)) != StageStatus.OK) {
        return true;
      }
    }
    return false;
  }
}
