package io.nfcs.journal;

import io.nfcs.config.ConfigException;
import io.nfcs.config.OwnerOnly;
import io.nfcs.journal.JournalReader.Entry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A part of a run, copied into a journal of its own with all that its execution needs.
 *
 * @param run the run
 * @param from first tick that was copied: the entry point of the run for the requested ticks
 * @param to last tick
 * @param keyframes keyframes that were copied
 * @param documents documents that were copied
 */
public record JournalCut(long run, long from, long to, int keyframes, int documents) {
  /**
   * Copies ticks of a run, record by record as they are.
   *
   * @param journal folder of the journal
   * @param first tick that is wanted
   * @param last tick that is wanted; the last of the run if that comes earlier
   * @param out data folder to create; must be empty if it exists
   * @throws ConfigException if the journal does not hold the needed records, or {@code out} is not
   *     empty or in the journal
   * @throws IOException if a file cannot be read or written; {@code out} then holds an incomplete
   *     copy
   */
  public static JournalCut copy(Path journal, long run, long first, long last, Path out)
      throws IOException {
    if (Files.exists(out) && !isEmptyFolder(out)) {
      throw new ConfigException(
          "--out: " + out + " is not empty; expected a folder that does not exist or is empty");
    }
    if (out.toAbsolutePath().normalize().startsWith(journal.toAbsolutePath().normalize())) {
      throw new ConfigException(
          "--out: " + out + " is in the journal that is copied; expected a folder outside of it");
    }
    refuseAfterTheEnd(journal, run, first);
    Keyframes keyframes = new Keyframes(journal);
    long entry = keyframes.entry(run, first);
    JournalDocuments documents = new JournalDocuments(journal);
    Path target = Journal.folder(out);
    long to;
    try (JournalReader reader = new JournalReader(journal)) {
      if (!reader.seek(run, TickTarget.number(entry))
          || reader.next() != Entry.TICK
          || reader.tick().number() != entry) {
        throw keyframes.notExecutable(run, first, entry);
      }
      OwnerOnly.folder(out);
      try (AppendingQueue queue =
          AppendingQueue.open(target, JournalSettings.DAILY, new RollClock(Clock.systemUTC(), 0))) {
        queue.append(Journal.framed(reader.run()));
        queue.publish();
        to = copyTicks(reader, queue, documents, last);
      }
    }
    if (to < first) {
      delete(target);
      throw keyframes.notExecutable(run, first, to + 1);
    }
    return new JournalCut(
        run,
        entry,
        to,
        copyKeyframes(keyframes, new Keyframes(target), run, entry, to),
        documents.copyTo(target));
  }

  private static void refuseAfterTheEnd(Path journal, long run, long first) {
    try (JournalReader reader = new JournalReader(journal)) {
      if (reader.seekLast(run) && reader.nextTick() && reader.tick().number() < first) {
        throw new ConfigException(
            "--from: tick "
                + first
                + " is after "
                + reader.tick().number()
                + ", the last of run "
                + run);
      }
    }
  }

  /** Deletes an incomplete copy. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static long copyTicks(
      JournalReader reader, AppendingQueue queue, JournalDocuments documents, long last) {
    long run = reader.run().run();
    long to = reader.tick().number();
    Entry entry = Entry.TICK;
    // a damaged header does not belong to a run
    while (entry != Entry.END && reader.damage() == null && reader.run().run() == run) {
      if (entry == Entry.TICK && reader.tick().number() > Math.min(last, to + 1)) {
        break;
      }
      if (entry == Entry.TICK) {
        to = reader.tick().number();
        documents.lost(reader.run(), reader.tick());
        queue.append(reader.record());
      } else if (entry == Entry.RUN) {
        queue.append(reader.record());
      }
      entry = reader.next();
    }
    return to;
  }

  private static int copyKeyframes(Keyframes source, Keyframes target, long run, long from, long to)
      throws IOException {
    int count = 0;
    for (long tick : source.ticks(run).subSet(from, true, to + 1, true)) {
      if (source.isIntact(run, tick)) {
        target.write(source.read(run, tick));
        count++;
      }
    }
    return count;
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }
}
