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
 * Totals of a journal and its damages, as its reader finds them.
 *
 * @param records complete, intact tick records
 * @param bytes their bytes
 * @param runs complete, intact run headers
 * @param damages what is wrong, in the order of files and positions
 */
public record JournalCheck(long records, long bytes, long runs, List<Damage> damages) {
  /** Chronicle's table of files, present in older journals. */
  static final String CHRONICLE_TABLE = "metadata.cq4t";

  static final Comparator<Damage> BY_PLACE =
      Comparator.comparing(Damage::file).thenComparingLong(Damage::position);

  /** Copies the list. */
  public JournalCheck {
    damages = List.copyOf(damages);
  }

  /**
   * A damage of a journal.
   *
   * @param file the damaged file
   * @param position byte in the file
   * @param why what is wrong, and what is missing
   */
  public record Damage(Path file, long position, String why) {
    /** Returns the damage as one line. */
    @Override
    public String toString() {
      return file + " at " + position + ": " + why;
    }
  }

  /** Returns whether every record is intact and every file belongs to the journal. */
  public boolean isComplete() {
    return damages.isEmpty();
  }

  /** Returns the first damage, or {@code null}. */
  public @Nullable Damage firstBad() {
    return damages.isEmpty() ? null : damages.getFirst();
  }

  /** Checks the journal in a folder and its keyframes, and reports other files. */
  public static JournalCheck of(Path folder) throws IOException {
    return ofJournal(folder).withStrangers(folder);
  }

  /** Checks the journal in a folder, and ignores other files. */
  public static JournalCheck ofJournal(Path folder) {
    JournalInspector inspector = new JournalInspector(folder);
    try (JournalReader reader = JournalReader.checking(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        inspector.add(reader, entry);
      }
    }
    return inspector.check();
  }

  /** Returns this check together with damaged keyframes and foreign files in the folder. */
  JournalCheck withStrangers(Path folder) throws IOException {
    List<Damage> all = new ArrayList<>(damages);
    all.addAll(new Keyframes(folder).damages());
    others(folder).forEach(file -> all.add(new Damage(file, 0, JournalFile.FOREIGN)));
    all.sort(BY_PLACE);
    return new JournalCheck(records, bytes, runs, all);
  }

  /** Returns the foreign files of the folder. */
  private static List<Path> others(Path folder) throws IOException {
    Set<Path> known =
        Set.of(
            Journal.documents(folder),
            AppendingQueue.folder(folder),
            Keyframes.folder(folder),
            folder.resolve(CHRONICLE_TABLE));
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(file -> !known.contains(file))
          .filter(file -> !file.toString().endsWith(JournalFile.ENDING))
          .toList();
    }
  }
}
