package io.nfcs.journal;

import io.nfcs.config.OwnerOnly;
import io.nfcs.journal.FileWalk.Step;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;

/**
 * The Chronicle queue that appends to a journal.
 *
 * <p>It works in a folder of its own within the journal's, which holds only the file being written;
 * each new file is linked into the journal's folder. So Chronicle never sees damaged or foreign
 * files of the journal's folder: the queue continues in the journal's last file if that is whole,
 * and otherwise begins a file after all others.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> its folder, which the next queue empties if a
 * process dies. <b>Allocates</b> nothing per append.
 */
final class AppendingQueue implements AutoCloseable {
  /** Time for which a record may stand unfinished before its writer counts as dead. */
  private static final long DEAD_WRITER_MILLIS = 500;

  private final Path journal;
  private final Path writing;
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;

  private AppendingQueue(Path journal, JournalSettings settings, RollClock time) {
    this.journal = journal;
    writing = folder(journal);
    queue =
        SingleChronicleQueueBuilder.binary(writing)
            .rollCycle(rollCycle(settings.roll()))
            .blockSize(settings.blockBytes())
            .timeProvider(time)
            .timeoutMS(DEAD_WRITER_MILLIS)
            .build();
    appender = queue.createAppender();
    appender.singleThreadedCheckDisabled(true);
  }

  /**
   * Opens a queue after the last record of a journal.
   *
   * @param journal the journal's folder, created if it does not exist
   * @param time chooses the file for each record; is set to that of the first
   */
  static AppendingQueue open(Path journal, JournalSettings settings, RollClock time) {
    try {
      OwnerOnly.folder(journal);
      OwnerOnly.folder(folder(journal));
      clear(folder(journal));
      place(JournalFile.list(journal).files(), folder(journal), settings.roll(), time);
      return new AppendingQueue(journal, settings, time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder of the queue in a journal's folder. */
  static Path folder(Path journal) {
    return journal.resolve("writing");
  }

  /** Appends a record. */
  void append(Bytes<?> record) {
    try {
      appender.writeBytes(record);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception undeclared) {
      // Chronicle throws undeclared exceptions, such as for a file that cannot be opened
      throw undeclared instanceof IOException failure
          ? new UncheckedIOException(failure)
          : new IllegalStateException(undeclared);
    }
  }

  /** Returns the position after the last record in its file. */
  long position() {
    return Objects.requireNonNull(appender.wire()).bytes().writePosition();
  }

  /**
   * Shows readers the file of the last record and releases the files before it. Must be called when
   * the first record is in a file.
   *
   * @return the file
   */
  Path publish() {
    try {
      List<JournalFile> files = JournalFile.list(writing).files();
      for (JournalFile file : files) {
        Path shown = journal.resolve(file.path().getFileName());
        if (!Files.exists(shown)) {
          OwnerOnly.file(file.path());
          Files.createLink(shown, file.path());
        } else if (!Files.isSameFile(shown, file.path())) {
          throw new IOException(shown + " is in the way of the journal's next file");
        }
      }
      for (JournalFile file : files.subList(0, files.size() - 1)) {
        Files.delete(file.path());
      }
      return journal.resolve(files.getLast().path().getFileName());
    } catch (UnsupportedOperationException e) {
      throw new UncheckedIOException(new IOException("its file system has no hard links", e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes what can be closed, in whatever state a failure has left the queue. */
  @Override
  public void close() {
    try {
      appender.close();
      queue.close();
    } catch (Exception | Error broken) {
      // its files are opened again from the disk
    }
    try {
      clear(writing);
      Files.delete(writing);
    } catch (NoSuchFileException gone) {
      // the folder was removed, or could not be created again
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the time to that of the last file if that can be continued, otherwise after it. */
  private static void place(
      List<JournalFile> files, Path writing, JournalSettings.Roll roll, RollClock time)
      throws IOException {
    JournalFile last = null;
    for (JournalFile file : files.reversed()) {
      try (FileWalk walk = new FileWalk(file.path())) {
        Step step = walk.step(true);
        while (step == Step.RECORD) {
          step = walk.step(true);
        }
        if (walk.isForeign()) {
          continue;
        }
        last = last == null ? file : last;
        if (step == Step.WAIT) {
          if (file.equals(last) && file.roll() == roll && !time.isPast(file)) {
            time.begin(roll, file.millis());
            Files.createLink(writing.resolve(file.path().getFileName()), file.path());
            return;
          }
          seal(file.path(), walk.position());
        }
        if (step != Step.DAMAGE) {
          break;
        }
      } catch (FileNotFoundException unreadable) {
        // a folder or another user's file: not appended to
      }
    }
    time.begin(roll, last == null ? 0 : last.millis() + 1);
    while (files.stream().anyMatch(time::isIn)) {
      time.begin(roll, time.currentTimeMillis() + 1);
    }
  }

  /** Marks the end of a file whose writer is gone and overwrites an unfinished record. */
  private static void seal(Path file, long position) throws IOException {
    try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
      writer.seek(position);
      writer.writeInt(Integer.reverseBytes(DocumentWord.END_OF_FILE));
    }
  }

  private static void clear(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  private static RollCycle rollCycle(JournalSettings.Roll roll) {
    return switch (roll) {
      case MINUTELY -> LegacyRollCycles.MINUTELY;
      case HOURLY -> RollCycles.FAST_HOURLY;
      case DAILY -> RollCycles.FAST_DAILY;
    };
  }
}
