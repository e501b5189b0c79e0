package io.nfcs.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Disk space ahead of an appender, allocated by another thread before it is needed.
 *
 * <p>Assumptions: one appender, one thread that serves it. Guarantees: if the file system can
 * allocate ahead, an append that does not overtake the other thread has its space if it is allowed;
 * a refused one has changed nothing. One that overtakes it is allowed until the disk is known to be
 * full, since a slow thread must not cost a tick.
 *
 * <p><b>Threads.</b> The appender writes {@code position}, and at a new file all fields; the other
 * thread writes {@code end}, {@code nudge} and {@code isFull}. Both change the latter under the
 * lock, where the other thread drops what it has allocated for a file that is no longer the current
 * one. The appender's reads take no lock, and may see the values of a moment ago. <b>Allocates</b>
 * nothing for the appender.
 */
final class RoomAhead {
  private static final long STEP = 1 << 20;

  /** Upper limit of Chronicle's bytes between two records: a page of its index. */
  private static final long BETWEEN = 1 << 18;

  /** Twice the bytes that a new file takes at its start. */
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
   * Creates the space ahead in the files of a folder.
   *
   * @param recordBytes longest record
   */
  RoomAhead(Path folder, int recordBytes) {
    this.folder = folder;
    step = Math.max(STEP, 4L * recordBytes);
  }

  /** Begins with a file at a position; called by the appender once per file. */
  synchronized void begin(Path newFile, long newPosition) {
    position = newPosition;
    end = newPosition;
    file = newFile;
    nudge = newPosition;
    isFull = false;
  }

  /**
   * Returns whether more space should be allocated for the records at a position; called by the
   * appender.
   */
  boolean isShort(long at) {
    return at >= nudge;
  }

  /** Notes the appender's position, and returns whether a record has its space there. */
  boolean allows(long at, int bytes) {
    position = at;
    return !isFull || at + bytes + BETWEEN <= end;
  }

  /** Returns whether the disk has space for another file. */
  boolean hasRoomForFile() {
    return hasRoomForFile;
  }

  /** Allocates the missing space; called by the other thread. */
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
      // the appender has meanwhile begun another file
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
        // each call reads the table of mounts
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
