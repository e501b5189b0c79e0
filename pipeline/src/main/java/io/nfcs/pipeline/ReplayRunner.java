package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.pipeline.ring.InlineRunner;
import io.nfcs.pipeline.ring.IntentCell;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickSink;

/** Fresh stages as a run's header configures them, on the caller's thread, with nothing behind. */
final class ReplayRunner implements TickRunner {
  private static final int TICKS_IN_FLIGHT = 2;

  private final StageSet stages;
  private final TickRunner runner;

  private ReplayRunner(StageSet stages, TickRunner runner) {
    this.stages = stages;
    this.runner = runner;
  }

  static TickRunner open(RunHeader header, TickSink sink) {
    NfcsConfig config = NfcsConfig.parse("header of run " + header.run(), header.config());
    StageSet stages = StageSet.open(config, TICKS_IN_FLIGHT);
    StageChain chain =
        new StageChain(
            stages.graph(),
            stages.shape(),
            stages.stages(),
            TickClock.system(),
            sink,
            SnapshotSink.NONE,
            new IntentCell(),
            new Counters(),
            new ErrorLog());
    return new ReplayRunner(stages, new InlineRunner(chain));
  }

  @Override
  public boolean offer(
      long number, long scheduledNanos, long wakeupNanos, long missedBefore, TickInput input) {
    return runner.offer(number, scheduledNanos, wakeupNanos, missedBefore, input);
  }

  @Override
  public void close() {
    runner.close();
    stages.close();
  }
}
