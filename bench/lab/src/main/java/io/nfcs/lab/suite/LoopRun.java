package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.pipeline.timing.Durations;
import io.nfcs.pipeline.timing.Quantiles;
import java.io.IOException;
import java.time.Duration;

/** A loop that ticks for some time in a folder of its own. */
final class LoopRun {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final double NANOS_PER_SECOND = 1e9;

  private LoopRun() {}

  /** Observer of a loop that is called twice: when its code is compiled, and before it ends. */
  interface Watcher {
    /** Observes nothing. */
    Watcher NONE =
        new Watcher() {
          @Override
          public void halfway(Nfcs nfcs) {
            // nothing
          }

          @Override
          public void ending(Nfcs nfcs) {
            // nothing
          }
        };

    void halfway(Nfcs nfcs);

    void ending(Nfcs nfcs);
  }

  /**
   * Result of a loop.
   *
   * @param summary its own summary
   * @param latency from the time a tick was due until it was committed
   */
  record Outcome(RunSummary summary, Quantiles latency) {}

  /** Runs the loop. */
  static Outcome of(NfcsConfig config, double seconds, Progress progress, Watcher watcher)
      throws IOException, InterruptedException {
    try (ScratchFolder folder = ScratchFolder.create();
        Nfcs nfcs =
            Nfcs.start(
                new Nfcs.Context()
                    .config(config)
                    .set("grid.thin_client_port", "0")
                    .dataDir(folder.path()))) {
      await(nfcs, seconds / 2, progress.part(0, 0.5));
      watcher.halfway(nfcs);
      await(nfcs, seconds / 2, progress.part(0.5, 1));
      watcher.ending(nfcs);
      RunSummary summary = nfcs.stop();
      return new Outcome(summary, latency(summary));
    }
  }

  private static void await(Nfcs nfcs, double seconds, Progress progress)
      throws InterruptedException {
    long startNanos = System.nanoTime();
    double done = 0;
    while (done < 1 && !nfcs.await(REFRESH)) {
      done = (System.nanoTime() - startNanos) / (seconds * NANOS_PER_SECOND);
      progress.at(Math.min(1, done), "loop, " + nfcs.summary().ticks() + " ticks");
    }
  }

  private static Quantiles latency(RunSummary summary) {
    Durations latency = new Durations();
    try (JournalReader reader = new JournalReader(Journal.folder(summary.dataDir()))) {
      reader.ticks(tick -> latency.record(tick.commitNanos() - tick.scheduledNanos()));
    }
    return latency.quantiles();
  }
}
