package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run with an observer that is slow to open and then hangs. */
@Timeout(120)
class LaggardTest {
  private static final int TICKS = 10;

  @TempDir Path folder;

  @Test
  void shouldTickAndTellOfItAllTheSame() throws Exception {
    RunSummary summary = run();
    List<Long> missed = new ArrayList<>();
    try (JournalReader reader = new JournalReader(Journal.folder(folder))) {
      reader.ticks(tick -> missed.add(tick.missedBefore()));
    }
    assertEquals(TICKS, missed.size());
    assertEquals(0, missed.getFirst());
    assertEquals(TICKS, summary.ticks());
    assertEquals(TICKS - 1, summary.last().number(), "the statistics have seen all");
    assertEquals(TICKS, summary.store().ticks(), "an interrupt of the thread that ends the run");
    assertTrue(summary.hz() > 0);
  }

  private RunSummary run() throws Exception {
    Nfcs.Context context =
        new Nfcs.Context()
            .dataDir(folder)
            .set("run.ticks", Integer.toString(TICKS))
            .set("orchestrator.hz", "10")
            .set("orchestrator.warmup_ticks", "0")
            .set("pipeline.stages", "{kuramoto: []}")
            .set("store.drain_millis", "2000")
            .set("grid.thin_client_port", "0")
            .observe("laggard");
    try (Nfcs nfcs = Nfcs.start(context)) {
      while (!nfcs.await(Duration.ofSeconds(1))) {
        // until its ticks are done
      }
      FutureTask<RunSummary> stop = new FutureTask<>(nfcs::stop);
      Thread stopper = new Thread(stop, "stopper");
      stopper.start();
      while (stopper.isAlive()) {
        stopper.interrupt();
        stopper.join(Duration.ofMillis(1));
      }
      return stop.get();
    }
  }
}
