package io.nfcs.journal;

import io.nfcs.journal.JournalReader.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a journal comes to, and everything that is wrong with it, as its reader finds it.
 *
 * @param records complete, intact tick records
 * @param bytes their bytes
 * @param runs complete, intact run headers
 * @param damages what is wrong, in the order of files and positions
 */
public record JournalCheck(long records, long bytes, long runs, List<Damage> damages) {
  /** Chronicle's table of files, which older journals have. */
  static final String CHRONICLE_TABLE = "metadata.cq4t";

  private static final Comparator<Damage> BY_PLACE =
      Comparator.comparing(Damage::file).thenComparingLong(Damage::position);

  /** Copies the list. */
  public JournalCheck {
    damages = List.copyOf(damages);
  }

  /**
   * Something that is wrong.
   *
   * @param file file it is in
   * @param position byte in the file
   * @param why what is wrong, and what is missing
   */
  public record Damage(Path file, long position, String why) {
    /** All of it, as a line. */
    @Override
    public String toString() {
      return file + " at " + position + ": " + why;
    }
  }

  /** Whether every record is complete and intact and every file is the journal's. */
  public boolean complete() {
    return damages.isEmpty();
  }

  /** The first thing that is wrong, or {@code null}. */
  public @Nullable Damage firstBad() {
    return damages.isEmpty() ? null : damages.getFirst();
  }

  /** Checks the journal in a folder, and that nothing else is there. */
  public static JournalCheck of(Path folder) throws IOException {
    JournalCheck journal = ofJournal(folder);
    List<Damage> damages = new ArrayList<>(journal.damages);
    others(folder).forEach(file -> damages.add(new Damage(file, 0, JournalFile.FOREIGN)));
    damages.sort(BY_PLACE);
    return new JournalCheck(journal.records, journal.bytes, journal.runs, damages);
  }

  /** Checks the journal in a folder, whatever else is there. */
  public static JournalCheck ofJournal(Path folder) {
    Sum sum = new Sum(folder);
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        sum.add(reader, entry);
      }
    }
    return sum.check();
  }

  /** Adds up what a reader comes upon. */
  private static final class Sum {
    private final JournalDocuments documents;
    private final RecordedTwice twice = new RecordedTwice();
    private final List<Damage> damages = new ArrayList<>();
    private long records;
    private long bytes;
    private long runs;
    private long withoutRun;

    Sum(Path folder) {
      documents = new JournalDocuments(folder);
    }

    void add(JournalReader reader, Entry entry) {
      String damage = reader.damage();
      if (damage != null) {
        damaged(reader, damage);
        return;
      }
      withoutRun = 0;
      if (entry == Entry.TICK) {
        records++;
        bytes += reader.position().bytes();
        documents.lost(reader.run(), reader.tick());
        Damage again = twice.add(reader.run().run(), reader.tick().number(), reader.position());
        if (again != null) {
          damages.add(again);
        }
      } else if (entry == Entry.RUN) {
        runs++;
      }
    }

    /** Ticks whose run is not known, one behind the other, are told of together. */
    private void damaged(JournalReader reader, String damage) {
      Position at = reader.position();
      withoutRun = reader.isWithoutRun() ? withoutRun + 1 : 0;
      if (withoutRun > 1) {
        Damage first = damages.removeLast();
        String all = withoutRun + " ticks before the header of their run";
        damages.add(new Damage(first.file(), first.position(), all));
      } else {
        damages.add(new Damage(at.file(), at.offset(), damage));
      }
    }

    JournalCheck check() {
      documents
          .allLost()
          .forEach(lost ->
              damages.add(new Damage(lost.file(), 0, lost.why() + ", and ticks refer to it")));
      damages.sort(BY_PLACE);
      return new JournalCheck(records, bytes, runs, damages);
    }
  }

  /** What else is in the folder and has no business there. */
  private static List<Path> others(Path folder) throws IOException {
    Set<Path> known =
        Set.of(
            Journal.documents(folder),
            AppendingQueue.folder(folder),
            folder.resolve(CHRONICLE_TABLE));
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(file -> !known.contains(file))
          .filter(file -> !file.toString().endsWith(JournalFile.ENDING))
          .toList();
    }
  }
}
