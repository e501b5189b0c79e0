package io.nfcs.journal;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.JournalReader.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run of a journal.
 *
 * @param run the run
 * @param ticks intact ticks of it
 * @param fromStart ticks without a gap from its first tick
 * @param executable ticks that can be executed again: without a gap from the first tick or a
 *     keyframe
 * @param last number of the last tick, -1 if there is none
 */
public record JournalledRun(long run, long ticks, long fromStart, long executable, long last) {
  /** Returns all runs of the journal in a folder, in the order in which they began. */
  public static List<JournalledRun> all(Path folder) {
    List<JournalledRun> runs = new ArrayList<>();
    Keyframes keyframes = new Keyframes(folder);
    Set<Long> starts = Set.of();
    boolean isExecutable = false;
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.RUN && (runs.isEmpty() || runs.getLast().run != reader.run().run())) {
          starts = keyframes.ticks(reader.run().run());
          runs.add(new JournalledRun(reader.run().run(), 0, 0, 0, -1));
        } else if (entry == Entry.TICK && reader.damage() == null) {
          long number = reader.tick().number();
          isExecutable =
              (isExecutable && number == runs.getLast().last + 1)
                  || number == 0
                  || starts.contains(number);
          runs.add(runs.removeLast().and(number, isExecutable));
        }
      }
    }
    return runs;
  }

  /**
   * Returns the run of a number.
   *
   * @throws ConfigException if the journal does not hold it; the message lists the runs
   */
  public static JournalledRun named(Path folder, long run) {
    List<JournalledRun> all = all(folder);
    return all.stream()
        .filter(candidate -> candidate.run == run)
        .findFirst()
        .orElseThrow(() ->
            new ConfigException(
                folder + " does not have run " + run + "; allowed is " + numbers(all)));
  }

  /**
   * Returns the run with the most ticks that can be executed again.
   *
   * @throws ConfigException if there is no run, or none with such ticks
   */
  public static JournalledRun longest(Path folder) {
    List<JournalledRun> all = all(folder);
    JournalledRun longest =
        all.stream()
            .max(Comparator.comparingLong(JournalledRun::executable))
            .orElseThrow(() -> new ConfigException(folder + ": the journal does not hold a run"));
    if (longest.executable == 0) {
      throw new ConfigException(
          folder
              + ": the journal holds neither the first tick nor a keyframe of any run; there are "
              + numbers(all));
    }
    return longest;
  }

  private JournalledRun and(long number, boolean isExecutable) {
    return new JournalledRun(
        run,
        ticks + 1,
        number == fromStart ? fromStart + 1 : fromStart,
        isExecutable ? executable + 1 : executable,
        number);
  }

  private static String numbers(List<JournalledRun> runs) {
    return runs.isEmpty()
        ? "none, since the journal does not hold a run"
        : runs.stream()
            .map(each -> each.run + " (" + each.ticks + " ticks)")
            .collect(Collectors.joining(", "));
  }
}
