package io.nfcs.journal;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RunHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a journal has, and everything that is wrong with it.
 *
 * @param runs runs in the order in which they began
 * @param receipts changes of settings that were tried
 * @param check what all comes to
 */
public record JournalContents(List<Run> runs, List<TuningReceipt> receipts, JournalCheck check) {
  /** Copies the lists. */
  public JournalContents {
    runs = List.copyOf(runs);
    receipts = List.copyOf(receipts);
  }

  /**
   * A run.
   *
   * @param header its header
   * @param ticks intact ticks of it
   */
  public record Run(RunHeader header, long ticks) {}

  /** Reads the journal in a folder once. */
  public static JournalContents of(Path folder) throws IOException {
    JournalInspector inspector = new JournalInspector(folder);
    List<Counter> runs = new ArrayList<>();
    List<TuningReceipt> receipts = new ArrayList<>();
    try (JournalReader reader = JournalReader.checking(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        inspector.add(reader, entry);
        if (entry == Entry.TICK && reader.damage() == null) {
          runs.getLast().ticks++;
        } else if (entry == Entry.RUN && isOther(runs, reader.run())) {
          runs.add(new Counter(reader.run()));
        } else if (entry == Entry.RECEIPT) {
          receipts.add(reader.receipt());
        }
      }
    }
    return new JournalContents(
        runs.stream().map(run -> new Run(run.header, run.ticks)).toList(),
        receipts,
        inspector.check().withStrangers(folder));
  }

  private static boolean isOther(List<Counter> runs, RunHeader header) {
    return runs.isEmpty() || runs.getLast().header.run() != header.run();
  }

  /** Ticks of a run so far. */
  private static final class Counter {
    private final RunHeader header;
    private long ticks;

    Counter(RunHeader header) {
      this.header = header;
    }
  }
}
