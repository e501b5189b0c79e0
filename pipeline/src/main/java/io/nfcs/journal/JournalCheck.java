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

  static final Comparator<Damage> BY_PLACE =
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
  public boolean isComplete() {
    return damages.isEmpty();
  }

  /** The first thing that is wrong, or {@code null}. */
  public @Nullable Damage firstBad() {
    return damages.isEmpty() ? null : damages.getFirst();
  }

  /** Checks the journal in a folder and its keyframes, and that nothing else is there. */
  public static JournalCheck of(Path folder) throws IOException {
    return ofJournal(folder).withStrangers(folder);
  }

  /** Checks the journal in a folder, whatever else is there. */
  public static JournalCheck ofJournal(Path folder) {
    JournalInspector inspector = new JournalInspector(folder);
    try (JournalReader reader = JournalReader.checking(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        inspector.add(reader, entry);
      }
    }
    return inspector.check();
  }

  /** The same, and that its keyframes are intact and nothing else is in the folder. */
  JournalCheck withStrangers(Path folder) throws IOException {
    List<Damage> all = new ArrayList<>(damages);
    all.addAll(new Keyframes(folder).damages());
    others(folder).forEach(file -> all.add(new Damage(file, 0, JournalFile.FOREIGN)));
    all.sort(BY_PLACE);
    return new JournalCheck(records, bytes, runs, all);
  }

  /** What else is in the folder and has no business there. */
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
