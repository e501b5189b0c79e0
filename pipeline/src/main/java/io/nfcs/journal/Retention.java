package io.nfcs.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Retention of a journal: deletes the oldest files when the journal is too large or they are too
 * old.
 *
 * <p>It deletes whole files, and none that the store's reader has not finished. Each file begins
 * with the header of its run and at a keyframe, so the rest stays readable and can be executed.
 * Keyframes of deleted ticks are deleted too. The oldest goes first and the file being read never,
 * so what is left has no gap. <b>Threads.</b> The reader's.
 */
public final class Retention {
  private final Path folder;
  private final JournalSettings settings;
  private final Clock clock;
  private final Keyframes keyframes;
  private @Nullable Path lastFile;

  /** Creates the retention of the journal in a folder. */
  public Retention(Path folder, JournalSettings settings, Clock clock) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    keyframes = new Keyframes(folder);
  }

  /**
   * Deletes the files beyond the limits, whenever the reader has reached another file; cheap
   * otherwise.
   *
   * @param reader the one that feeds the tables; files before its current one are in the tables
   * @throws UncheckedIOException if a file cannot be deleted or listed; the next attempt is made at
   *     the reader's next file
   */
  public void apply(JournalReader reader) {
    Path current = reader.currentFile();
    if (current == null || current.equals(lastFile)) {
      return;
    }
    lastFile = current;
    try {
      deleteOldest(JournalFile.list(folder).files(), current);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteOldest(List<JournalFile> files, Path current) throws IOException {
    long bytes = keyframes.bytes();
    for (JournalFile file : files) {
      bytes += Files.size(file.path());
    }
    Instant oldest = clock.instant().minus(Duration.ofHours(settings.maxAgeHours()));
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i).path();
      boolean tooMuch = settings.maxBytes() != 0 && bytes > settings.maxBytes();
      boolean tooOld =
          settings.maxAgeHours() != 0
              && Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
      if (file.getFileName().equals(current.getFileName()) || !(tooMuch || tooOld)) {
        return;
      }
      bytes -= Files.size(file);
      Files.delete(file);
      bytes -= deleteKeyframes(files.subList(i + 1, files.size()));
    }
  }

  /** Deletes the keyframes before the first remaining file; returns their bytes. */
  private long deleteKeyframes(List<JournalFile> left) throws IOException {
    TickPlace first = left.isEmpty() ? null : TickPlace.first(left.getFirst());
    return first == null ? 0 : keyframes.deleteBefore(first.header().run(), first.number());
  }
}
