package io.nfcs.lab.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.command.Progress;
import io.nfcs.command.TunedFiles;
import io.nfcs.config.NfcsConfig;
import io.nfcs.house.Sources;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.lab.replay.Verdict;
import io.nfcs.tick.TuningReceipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loops with caches whose near tier is too small, or large enough. The margins are such that a busy
 * machine does not matter: a miss costs a solution of the field.
 */
@Tag("slow")
@Timeout(600)
class TunerTest {
  private static final String SMALL = "{near_bytes: 1MiB, slab_bytes: 256KiB}";
  private static final String LARGE = "{near_bytes: 64MiB, slab_bytes: 256KiB}";

  @TempDir private Path folder;

  @Test
  void shouldKeepALargerNearTierWhereItIsProvedToBeBetter() throws Exception {
    Tuning tuning = tuner(SMALL).tune();
    Proposal first = tuning.proposals().getFirst();
    assertEquals("caches.workload.near_bytes", first.key());
    Trial trial = tuning.trials().getFirst();
    assertEquals(Verdict.BETTER, trial.comparison().verdict(), trial.comparison()::sentence);
    assertTrue(trial.receipt().high() < 0, trial.receipt()::toString);
    assertEquals(List.of(trial.receipt()), receipts());
    String kept = Files.readString(TunedFiles.configuration(folder));
    assertTrue(kept.contains("near_bytes: " + first.after()), kept);
  }

  @Test
  void shouldProposeNothingForACacheThatIsLargeEnough() throws Exception {
    Tuning tuning = tuner(LARGE).propose();
    assertTrue(
        tuning.proposals().stream().noneMatch(one -> one.key().contains("near_bytes")),
        tuning.proposals()::toString);
    assertEquals(List.of(), tuning.trials());
    assertEquals(List.of(), receipts());
    assertFalse(Files.exists(TunedFiles.configuration(folder)));
  }

  @Tag("torture")
  @Test
  void shouldUndoAChangeThatHarmsAndBeAbleToTryItAgain() throws Exception {
    Trial trial = tuner(LARGE).tryOut("caches.workload.near_bytes", "1MiB").trials().getFirst();
    assertEquals(Verdict.WORSE, trial.comparison().verdict(), trial.comparison()::sentence);
    assertFalse(trial.receipt().isKept());
    assertEquals(List.of(trial.receipt()), receipts());
    assertFalse(Files.exists(TunedFiles.configuration(folder)));
    Trial again = tuner(LARGE).replay();
    assertEquals(trial.receipt(), again.receipt());
    assertEquals(Verdict.WORSE, again.comparison().verdict(), again.comparison()::sentence);
    assertEquals(1, receipts().size());
  }

  private Tuner tuner(String cache) {
    NfcsConfig config =
        NfcsConfig.load(Sources.ROOT.resolve("config/scenarios/workload.yaml"))
            .with("caches.workload", cache)
            .with("pipeline.stages", "{workload: []}")
            .with("workload.steps", "3")
            .with("orchestrator.hz", "100")
            .with("grid.thin_client_port", "0")
            .with("tune.seconds", "5")
            .with("tune.rounds", "3")
            .with("tune.max_ticks", "100")
            .with("tune.max_trials", "1");
    return new Tuner(config, folder, Sources.ROOT.resolve("config/jvm.options"), Progress.NONE);
  }

  private List<TuningReceipt> receipts() {
    List<TuningReceipt> receipts = new ArrayList<>();
    try (JournalReader reader = new JournalReader(Journal.folder(folder))) {
      JournalReader.Entry entry = reader.next();
      while (entry != JournalReader.Entry.END) {
        if (entry == JournalReader.Entry.RECEIPT) {
          receipts.add(reader.receipt());
        }
        entry = reader.next();
      }
    }
    return receipts;
  }
}
