package io.nfcs.journal;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.JournalReader.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run that a journal has.
 *
 * @param run the run
 * @param ticks intact ticks of it
 * @param fromStart those without a gap from its first tick: what can be executed again
 */
public record JournalledRun(long run, long ticks, long fromStart) {
  /** All runs of the journal in a folder, in the order in which they began. */
  public static List<JournalledRun> all(Path folder) {
    List<JournalledRun> runs = new ArrayList<>();
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.RUN && (runs.isEmpty() || runs.getLast().run != reader.run().run())) {
          runs.add(new JournalledRun(reader.run().run(), 0, 0));
        } else if (entry == Entry.TICK && reader.damage() == null) {
          runs.add(runs.removeLast().and(reader.tick().number()));
        }
      }
    }
    return runs;
  }

  /** The run of this number. */
  public static JournalledRun named(Path folder, long run) {
    List<JournalledRun> all = all(folder);
    return all.stream()
        .filter(candidate -> candidate.run == run)
        .findFirst()
        .orElseThrow(() ->
            new ConfigException(folder + " has no run " + run + "; allowed is " + numbers(all)));
  }

  /** The run of which most can be executed again. */
  public static JournalledRun longest(Path folder) {
    List<JournalledRun> all = all(folder);
    JournalledRun longest =
        all.stream()
            .max(Comparator.comparingLong(JournalledRun::fromStart))
            .orElseThrow(() -> new ConfigException(folder + ": the journal holds no run"));
    if (longest.fromStart == 0) {
      throw new ConfigException(
          folder + ": the journal holds the first tick of no run; there are " + numbers(all));
    }
    return longest;
  }

  private JournalledRun and(long number) {
    return new JournalledRun(run, ticks + 1, number == fromStart ? fromStart + 1 : fromStart);
  }

  private static String numbers(List<JournalledRun> runs) {
    return runs.isEmpty()
        ? "none, for it holds no run"
        : runs.stream()
            .map(each -> each.run + " (" + each.ticks + " ticks)")
            .collect(Collectors.joining(", "));
  }
}
