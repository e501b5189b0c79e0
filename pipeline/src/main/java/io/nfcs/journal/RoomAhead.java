package io.nfcs.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The room on the disk ahead of an appender, taken before it is needed, and not by the appender.
 *
 * <p>Assumptions: one appender, one other thread that serves it. Guarantees: as long as the file
 * system can take room ahead, an append that is allowed has its place; one that is not has changed
 * nothing. <b>Allocates</b> nothing for the appender.
 */
final class RoomAhead {
  private static final long STEP = 1 << 20;

  /** More than Chronicle puts between two records: a page of its index. */
  private static final long BETWEEN = 1 << 18;

  /** What a new file takes at its start, twice. */
  private static final long FILE = 2 << 20;

  private final Path folder;
  private final long step;
  private @Nullable FileStore store;
  private @Nullable volatile Path file;
  private volatile long position;
  private volatile long end;
  private volatile long nudge = Long.MAX_VALUE;
  private volatile boolean isFull;
  private volatile boolean hasRoomForFile = true;

  /**
   * Room in the files of a folder.
   *
   * @param recordBytes longest record
   */
  RoomAhead(Path folder, int recordBytes) {
    this.folder = folder;
    step = Math.max(STEP, 4L * recordBytes);
  }

  /** Begins with a file, at a position; the appender's, once a file. */
  synchronized void begin(Path newFile, long newPosition) {
    position = newPosition;
    end = newPosition;
    file = newFile;
    nudge = newPosition;
    isFull = false;
  }

  /** Whether more room should be taken for what comes at this position; the appender's. */
  boolean isShort(long at) {
    return at >= nudge;
  }

  /** Tells where the appender is, and whether a record of so many bytes has its place there. */
  boolean allows(long at, int bytes) {
    position = at;
    return !isFull || at + bytes + BETWEEN <= end;
  }

  /** Whether the disk has room for a file to begin. */
  boolean hasRoomForFile() {
    return hasRoomForFile;
  }

  /** Takes what is missing; the other thread's. */
  void serve() {
    hasRoomForFile = usable() >= FILE + step;
    Path current = file;
    if (current == null || position < nudge) {
      return;
    }
    long from = end;
    long target = position + step;
    took(current, target, DiskRoom.take(current, from, target - from));
  }

  private synchronized void took(Path current, long target, DiskRoom.Answer answer) {
    if (!current.equals(file)) {
      // the appender has gone on to another meanwhile
      return;
    }
    isFull = answer == DiskRoom.Answer.FULL;
    if (answer == DiskRoom.Answer.TAKEN) {
      end = target;
    }
    if (!isFull) {
      nudge = answer == DiskRoom.Answer.TAKEN ? target - step / 2 : Long.MAX_VALUE;
    }
  }

  private long usable() {
    try {
      FileStore known = store;
      if (known == null) {
        // reads the table of mounts, each time
        known = Files.getFileStore(folder);
        store = known;
      }
      return known.getUsableSpace();
    } catch (IOException unknown) {
      store = null;
      return Long.MAX_VALUE;
    }
  }
}
