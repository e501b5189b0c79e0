package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.grid.NearCaches;
import io.nfcs.journal.Journal;
import io.nfcs.journal.Keyframe;
import io.nfcs.pipeline.replay.ReplayRunner;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fresh stages of a configuration without journal and store, for a replay and a warm-up.
 *
 * <p><b>Threads.</b> As a {@link ReplayRunner}. <b>Owns</b> the stages, their caches and, at the
 * recorded pace, the threads of a ring. <b>Fails</b> with a {@link ConfigException} when made; then
 * nothing is left open.
 */
final class ThrowawayStages implements ReplayRunner {
  private static final int TICKS_IN_FLIGHT = 2;

  private final Owned owned = new Owned();
  private final StageSet stages;
  private final TickRunner runner;
  private @Nullable StageStates states;

  private ThrowawayStages(
      NfcsConfig config,
      int ticksInFlight,
      @Nullable Path journal,
      Function<StageSet, TickRunner> runner) {
    Path documents = journal == null ? null : Journal.documents(journal);
    try {
      NearCaches caches = owned.add(new NearCaches(config));
      stages =
          owned.add(
              StageSet.open(
                  config,
                  ticksInFlight,
                  documents,
                  journal != null,
                  caches,
                  new ErrorLog(),
                  new Metrics()));
      this.runner = owned.add(runner.apply(stages));
    } catch (RuntimeException | Error failure) {
      owned.closeAfter(failure);
      throw failure;
    }
  }

  /** Returns the stages for the ticks of a journal, as the header of their run configures them. */
  static ThrowawayStages replay(RunHeader header, TickSink sink, Path journal) {
    NfcsConfig config = NfcsConfig.parse("header of run " + header.run(), header.config());
    return new ThrowawayStages(config, TICKS_IN_FLIGHT, journal, stages -> inline(stages, sink))
        .of(header);
  }

  /**
   * Returns the stages for the ticks of a journal, on the threads of a live run at a recorded pace.
   */
  static ThrowawayStages rerun(
      RunPlan plan, RunHeader header, TickSink sink, Path journal, Pace pace) {
    return new ThrowawayStages(
            plan.config(),
            plan.ticksInFlight(),
            journal,
            stages -> pace == Pace.FAST ? inline(stages, sink) : plan.runner(chain(stages, sink)))
        .of(header);
  }

  /** Returns the stages for ticks that are not kept. */
  static ThrowawayStages open(NfcsConfig config, TickSink sink) {
    return new ThrowawayStages(config, TICKS_IN_FLIGHT, null, stages -> inline(stages, sink));
  }

  /** Opens stages and closes them, which fails if the configuration is unusable. */
  static void check(RunContext run) {
    try (ThrowawayStages opened = open(run.config(), tick -> {})) {
      var _ = opened.inputs(run.inputs());
    }
  }

  /** Returns these stages if they match those that recorded the ticks of a run. */
  private ThrowawayStages of(RunHeader header) {
    TickShape shape = stages.shape();
    TickShape recorded = header.shape();
    if (shape.stages().equals(recorded.stages())
        && shape.parameters().equals(recorded.parameters())
        && shape.payloadBytes() >= recorded.payloadBytes()) {
      return this;
    }
    close();
    throw new ConfigException(
        "run "
            + header.run()
            + " was recorded by code "
            + header.codeVersion()
            + " as "
            + recorded
            + ", which its configuration no longer makes, but "
            + shape);
  }

  /** Returns a runner of open stages on the caller's thread, with a sink as its only outlet. */
  static TickRunner inline(StageSet stages, TickSink sink) {
    return TickRunner.inline(chain(stages, sink));
  }

  private static StageChain chain(StageSet stages, TickSink sink) {
    return new StageChain(
        Instruments.unused(TickClock.system()), stages.chained(), StageChain.Outlets.only(sink));
  }

  /** Returns a source of inputs for these stages. */
  InputSource inputs(Function<TickShape, InputSource> source) {
    return source.apply(stages.shape());
  }

  /** Returns the initial inputs of a run. */
  TickInput initialInput() {
    return stages.initialInput();
  }

  @Override
  public boolean offer(
      long number, long scheduledNanos, long wakeupNanos, long missedBefore, TickInput input) {
    return runner.offer(number, scheduledNanos, wakeupNanos, missedBefore, input);
  }

  @Override
  public CommitCell commits() {
    return runner.commits();
  }

  @Override
  public long underWay() {
    return runner.underWay();
  }

  @Override
  public void restore(Keyframe keyframe) {
    StageStates.restore(stages.stages(), keyframe);
  }

  @Override
  public List<byte[]> states() {
    if (states == null) {
      states = new StageStates(stages.stages());
    }
    return states.saved();
  }

  @Override
  public void close() {
    owned.close();
  }
}
