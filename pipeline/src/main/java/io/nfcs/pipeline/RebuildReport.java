package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.Grid;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalCheck;
import io.nfcs.journal.JournalCheck.Damage;
import io.nfcs.journal.JournalReader;
import io.nfcs.pipeline.store.StoreProjector;
import io.nfcs.pipeline.store.StoreRepair;
import io.nfcs.pipeline.store.StoreSettings;
import io.nfcs.tick.RunHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Result of rebuilding the tables from a journal.
 *
 * @param ticks ticks of the journal that the tables were compared with: all except those that the
 *     store's retention has removed
 * @param missing rows, of all tables, that were not there
 * @param altered rows that were there with other values
 * @param stored ticks in the table, including those no longer in the journal
 * @param damages damages of the journal, whose ticks are therefore not in the tables
 */
public record RebuildReport(
    long ticks, long missing, long altered, long stored, List<Damage> damages) {
  /** Copies the list. */
  public RebuildReport {
    damages = List.copyOf(damages);
  }

  static RebuildReport of(Path dir, NfcsConfig config, LongConsumer progress) {
    Path journal = journal(dir);
    NfcsConfig alone = alone(config);
    try (Grid grid = Grid.start(dir, alone)) {
      StoreProjector store =
          new StoreProjector(
              grid, limits(journal), Clock.systemUTC(), new Counters(), new ErrorLog());
      try (StoreRepair repair = store.rebuild(journal)) {
        while (repair.step()) {
          progress.accept(repair.ticksRead());
          store.retain();
        }
        store.rebuilt(repair);
        return new RebuildReport(
            repair.ticksRead(),
            repair.missing(),
            repair.altered(),
            store.storedTicks(),
            JournalCheck.ofJournal(journal).damages());
      } finally {
        store.close();
      }
    }
  }

  private static Path journal(Path dir) {
    Path folder = Journal.folder(dir);
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(
          dir + " is not a data folder; expected the folder of a run, which holds journal/");
    }
    return Journal.existingFolder(folder);
  }

  /** Returns the limits of the latest run: with others, rows kept by the runs would be removed. */
  private static StoreSettings limits(Path journal) {
    try (JournalReader reader = new JournalReader(journal)) {
      RunHeader latest = reader.latestRun();
      return NfcsConfig.parse("header of a run", latest == null ? "" : latest.config())
          .section("store", StoreSettings.class);
    }
  }

  /** Returns the configuration without network access and without distributed caches. */
  private static NfcsConfig alone(NfcsConfig config) {
    NfcsConfig alone = config.with("grid.thin_client_port", "0").with("cache.tiers", "[near]");
    for (String cache : config.memberNames("caches")) {
      alone = alone.with("caches." + cache + ".tiers", "[near]");
    }
    return alone;
  }
}
