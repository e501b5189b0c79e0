package io.nfcs.lab.tune;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalledRun;
import io.nfcs.pipeline.LostDocumentException;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.Rerun;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.util.List;

/**
 * The ticks on which changes are tried.
 *
 * @param run the run
 * @param first number of the first tick
 */
record TrialTicks(long run, long first) {
  /**
   * Finds the last ticks of the latest run of the folder that has enough of them and was made by
   * the same stages, as production writes them; if there is none, the first of those that were just
   * measured.
   *
   * @param measured run that was just measured
   * @param count number of ticks wanted
   */
  static TrialTicks find(Path dataDir, NfcsConfig config, long measured, int count) {
    Path journal = Journal.existingFolder(dataDir);
    TickShape shape = Nfcs.shape(config);
    for (JournalledRun run : JournalledRun.all(journal).reversed()) {
      TrialTicks last = new TrialTicks(run.run(), run.last() - count + 1);
      if (run.run() != measured
          && run.executable() >= count
          && isOf(journal, run.run(), shape)
          && last.canBeExecuted(dataDir, count)) {
        return last;
      }
    }
    return new TrialTicks(measured, 0);
  }

  /** Returns windows with that many of the ticks. */
  List<Window> windows(int count) {
    return List.of(new Window(first, first + count - 1));
  }

  private static boolean isOf(Path journal, long run, TickShape shape) {
    try (JournalReader reader = new JournalReader(journal)) {
      return reader.seekLast(run) && reader.nextTick() && reader.run().shape().equals(shape);
    }
  }

  private boolean canBeExecuted(Path dataDir, int count) {
    try {
      return Rerun.windows(dataDir, run, windows(count), count).equals(windows(count));
    } catch (ConfigException | LostDocumentException gone) {
      return false;
    }
  }
}
