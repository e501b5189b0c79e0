package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Context of a run: the request completed with defaults, its bound settings, and the objects that
 * all its parts share.
 *
 * @param observers names of the observers of committed ticks
 * @param inputs the source of inputs of ticks of a shape
 * @param isResumed whether the latest run of the data folder is resumed
 */
record RunContext(
    RunPlan plan,
    Path dataDir,
    List<String> observers,
    Function<TickShape, InputSource> inputs,
    boolean isResumed,
    Instruments instruments) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  RunContext {
    observers = List.copyOf(observers);
  }

  NfcsConfig config() {
    return plan.config();
  }

  /** Returns the folder of the journal. */
  Path folder() {
    return Journal.folder(dataDir);
  }

  /** Returns the resumption of the latest run, {@code null} for a new run. */
  @Nullable Resumption resumption() {
    return isResumed ? Resumption.find(folder(), plan.run().ticks()) : null;
  }

  /**
   * Returns the first header of the run.
   *
   * @param after lower limit of a new run's number
   */
  RunHeader header(TickShape shape, long after, @Nullable Resumption resumption) {
    Instant now = Instant.now();
    long epochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return new RunHeader(
        resumption != null
            ? resumption.header().run()
            : Math.max(epochNanos / NANOS_PER_MILLI, after + 1),
        epochNanos,
        instruments.clock().nanoTime(),
        Math.round(TimeUnit.SECONDS.toNanos(1) / plan.orchestrator().hz()),
        shape,
        config().toYaml(),
        Environment.codeVersion(),
        Environment.fingerprint(),
        resumption == null ? 0 : resumption.next());
  }
}
