package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.grid.NearCaches;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.Keyframes;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Stage;
import io.nfcs.tick.Tick;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A loop as in a live run, with its journal and its keyframes and without tables, in simulated
 * time: hours of ticks in seconds.
 */
public final class SimulatedRun {
  private static final int TICKS_IN_FLIGHT = 2;

  private SimulatedRun() {}

  /**
   * Runs the ticks of {@code run.ticks} into a data folder; returns the header of the run.
   *
   * @param config configuration; all its keyframes are written, however quick the ticks
   */
  public static RunHeader run(Path dataDir, NfcsConfig config) throws InterruptedException {
    return run(dataDir, config, Instant.now());
  }

  /** Returns the same, as if the run had begun at a time. */
  public static RunHeader run(Path dataDir, NfcsConfig config, Instant begin)
      throws InterruptedException {
    return run(dataDir, config, begin, false);
  }

  /** Resumes the latest run of a data folder, up to {@code run.ticks} in all. */
  public static RunHeader resume(Path dataDir, NfcsConfig config) throws InterruptedException {
    return run(dataDir, config, Instant.now(), true);
  }

  private static RunHeader run(Path dataDir, NfcsConfig given, Instant begin, boolean isResumed)
      throws InterruptedException {
    NfcsConfig config =
        given.with("ring.threads", "inline").with("orchestrator.spin_window_micros", "1");
    RunPlan plan = RunPlan.of(config);
    Path folder = Journal.folder(dataDir);
    SimulatedClock clock = new SimulatedClock(1);
    Instruments instruments = Instruments.unused(clock);
    RunContext context =
        new RunContext(
            plan,
            dataDir,
            List.of(),
            shape -> new DrivenInputs(plan.run().drive(), shape),
            isResumed,
            instruments);
    try (Owned owned = new Owned()) {
      NearCaches caches = owned.add(new NearCaches(config));
      StageSet stages =
          owned.add(
              StageSet.open(
                  config,
                  TICKS_IN_FLIGHT,
                  Journal.documents(folder),
                  false,
                  caches,
                  instruments.errors(),
                  instruments.metrics()));
      Journal journal = owned.add(Journal.open(folder, plan.journal(), clock, stages.shape()));
      Resumption resumption = context.resumption();
      RunHeader header = header(plan, stages, folder, begin, resumption);
      KeyframeTaker keyframes = KeyframeTaker.OFF;
      if (plan.journal().keyframeTicks() > 0 && StageStates.unsaved(stages.stages()) == null) {
        journal.rollAtKeyframes();
        keyframes =
            new Patient(
                owned.add(
                    new KeyframeRecorder(
                        new Keyframes(folder),
                        header.run(),
                        stages.stages(),
                        plan.journal().keyframeTicks(),
                        journal::isKeyframeWanted,
                        instruments)),
                instruments.counters());
      }
      Loop loop =
          owned.add(
              new Loop(
                  context,
                  stages,
                  new StageChain.Outlets(journal, (number, snapshot) -> true, keyframes)));
      if (resumption != null) {
        resumption.restore(stages, plan.config(), loop);
      }
      journal.begin(header);
      stages.start();
      loop.start();
      while (!loop.await(Duration.ofSeconds(1))) {
        // until its ticks are done
      }
      return header;
    }
  }

  private static RunHeader header(
      RunPlan plan, StageSet stages, Path folder, Instant begin, @Nullable Resumption resumption) {
    RunHeader latest;
    try (JournalReader reader = new JournalReader(folder)) {
      latest = reader.latestRun();
    }
    long after = latest == null ? 0 : latest.run();
    long epochNanos = TimeUnit.SECONDS.toNanos(begin.getEpochSecond()) + begin.getNano();
    return new RunHeader(
        resumption != null ? after : Math.max(begin.toEpochMilli(), after + 1),
        epochNanos,
        0,
        Math.round(TimeUnit.SECONDS.toNanos(1) / plan.orchestrator().hz()),
        stages.shape(),
        plan.config().toYaml(),
        "simulated",
        Map.of(),
        resumption == null ? 0 : resumption.next());
  }

  /** Keyframes whose ticks wait until the last is written, for which a live loop has the time. */
  private static final class Patient implements KeyframeTaker {
    private final KeyframeTaker keyframes;
    private final Counters counters;
    private long begun;

    Patient(KeyframeTaker keyframes, Counters counters) {
      this.keyframes = keyframes;
      this.counters = counters;
    }

    @Override
    public int begin(long tick) {
      while (begun > done()) {
        Thread.onSpinWait();
      }
      int buffer = keyframes.begin(tick);
      begun += buffer == NONE ? 0 : 1;
      return buffer;
    }

    private long done() {
      return counters.value(CounterId.KEYFRAMES_WRITTEN)
          + counters.value(CounterId.KEYFRAMES_DROPPED);
    }

    @Override
    public void save(int buffer, int index, Stage stage) {
      keyframes.save(buffer, index, stage);
    }

    @Override
    public void end(int buffer, Tick tick) {
      keyframes.end(buffer, tick);
    }
  }
}
