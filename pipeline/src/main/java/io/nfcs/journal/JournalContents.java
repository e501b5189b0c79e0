package io.nfcs.journal;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TuningReceipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Contents of a journal and its damages.
 *
 * @param runs runs in the order in which they began
 * @param receipts changes of settings that were tried
 * @param check totals and damages
 */
public record JournalContents(List<Run> runs, List<TuningReceipt> receipts, JournalCheck check) {
  /** Copies the lists. */
  public JournalContents {
    runs = List.copyOf(runs);
    receipts = List.copyOf(receipts);
  }

  /**
   * A run of the journal.
   *
   * @param header its header
   * @param ticks intact ticks of it
   * @param keyframes its keyframes
   * @param resumed the ticks at which further processes resumed it
   */
  public record Run(RunHeader header, long ticks, int keyframes, Set<Long> resumed) {
    /** Copies the set. */
    public Run {
      resumed = Collections.unmodifiableSet(new TreeSet<>(resumed));
    }
  }

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
        } else if (entry == Entry.RUN) {
          begin(runs, reader.run());
        } else if (entry == Entry.RECEIPT) {
          receipts.add(reader.receipt());
        }
      }
    }
    return new JournalContents(
        runs.stream().map(run -> run.counted(new Keyframes(folder))).toList(),
        receipts,
        inspector.check().withStrangers(folder));
  }

  private static void begin(List<Counter> runs, RunHeader header) {
    if (runs.isEmpty() || runs.getLast().header.run() != header.run()) {
      runs.add(new Counter(header));
    }
    if (header.firstTick() > 0) {
      runs.getLast().resumed.add(header.firstTick());
    }
  }

  /** Count of the ticks of a run so far. */
  private static final class Counter {
    private final RunHeader header;
    private final Set<Long> resumed = new TreeSet<>();
    private long ticks;

    Counter(RunHeader header) {
      this.header = header;
    }

    Run counted(Keyframes keyframes) {
      return new Run(header, ticks, keyframes.ticks(header.run()).size(), resumed);
    }
  }
}
