package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.journal.Journal;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.InlineRunner;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickSink;
import java.nio.file.Path;

/**
 * Fresh stages of a configuration, with no journal or store behind: for a replay and for a warm-up.
 */
final class ThrowawayStages implements TickRunner {
  private static final int TICKS_IN_FLIGHT = 2;

  private final StageSet stages;
  private final TickRunner runner;

  private ThrowawayStages(StageSet stages, TickRunner runner) {
    this.stages = stages;
    this.runner = runner;
  }

  /** Stages for the ticks of a journal, as the header of their run configures them. */
  static ThrowawayStages replay(RunHeader header, TickSink sink, Path journal) {
    NfcsConfig config = NfcsConfig.parse("header of run " + header.run(), header.config());
    return inline(
        StageSet.open(config, TICKS_IN_FLIGHT, Journal.documents(journal), true, new ErrorLog()),
        sink);
  }

  /** Stages for the ticks of a journal, on the threads of a live run if its pace is kept. */
  static ThrowawayStages rerun(RunPlan plan, TickSink sink, Path journal, Pace pace) {
    StageSet stages =
        StageSet.open(
            plan.config(), plan.ticksInFlight(), Journal.documents(journal), true, new ErrorLog());
    return pace == Pace.FAST
        ? inline(stages, sink)
        : new ThrowawayStages(stages, plan.runner(chain(stages, sink)));
  }

  /** Stages for ticks that nobody keeps. */
  static ThrowawayStages open(NfcsConfig config, TickSink sink) {
    return inline(StageSet.open(config, TICKS_IN_FLIGHT, null, false, new ErrorLog()), sink);
  }

  private static ThrowawayStages inline(StageSet stages, TickSink sink) {
    return new ThrowawayStages(stages, new InlineRunner(chain(stages, sink)));
  }

  private static StageChain chain(StageSet stages, TickSink sink) {
    return new StageChain(
        stages.graph(),
        stages.shape(),
        stages.stages(),
        TickClock.system(),
        sink,
        SnapshotSink.NONE,
        new CommitCell(),
        new Counters(),
        new ErrorLog());
  }

  /** The input a run starts from. */
  TickInput initialInput() {
    return stages.initialInput();
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
