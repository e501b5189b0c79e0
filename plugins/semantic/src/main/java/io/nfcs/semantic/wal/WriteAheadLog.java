package io.nfcs.semantic.wal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A log of records in the order of appending, in files of about {@value #FILE_BYTES} bytes.
 *
 * <p>An appended record survives the process; a forced one survives the machine. Threads that force
 * at the same time share one call to the disk (group commit).
 *
 * <p><b>Threads.</b> One appends at a time, by a lock of the caller; any may {@link #force} and
 * {@link #drop}. The number of the last record is volatile and set after its write: a force reads
 * it before it calls the system, so all records up to it are on the disk when the call returns. A
 * file is forced before the next one is begun, so one call to the disk suffices. <b>Owns</b> its
 * folder. <b>Allocates</b> nothing per record once its buffer has grown. <b>Fails</b> with an
 * {@link IOException}: a failed append has left nothing; after a failed force the state of the disk
 * is unknown, so further records are refused.
 */
public final class WriteAheadLog implements AutoCloseable {
  /** Size of a file from which on a new one is begun. */
  static final int FILE_BYTES = 64 << 20;

  /**
   * Longest payload: a file is mapped as a whole, and begins a record while it is shorter than the
   * size of a file.
   */
  private static final int MOST_PAYLOAD_BYTES = 1 << 30;

  private static final int MOST_BYTES = MOST_PAYLOAD_BYTES + LogFile.RECORD_BYTES;

  private final Path folder;
  private final @Nullable Manifest manifest;
  private final int fileBytes;
  private final ReentrantLock forcing = new ReentrantLock();
  private final CRC32C checksum = new CRC32C();
  private byte[] frame = new byte[4096];

  // not a channel: the interrupt of one caller would close it for all
  private RandomAccessFile file;
  private long position;
  private volatile long written;
  private volatile long forced;
  private volatile @Nullable IOException broken;

  /** Receiver of the records of earlier processes. */
  @FunctionalInterface
  public interface Replay {
    /**
     * Takes a record.
     *
     * @param payload little-endian, valid during the call
     */
    void record(long sequence, ByteBuffer payload) throws IOException;
  }

  private WriteAheadLog(Path folder, @Nullable Manifest manifest, int fileBytes, long last)
      throws IOException {
    this.folder = folder;
    this.manifest = manifest;
    this.fileBytes = fileBytes;
    written = last;
    forced = last;
    file = begin();
  }

  /**
   * Opens a folder's log and replays it.
   *
   * @param beside folder of the manifest
   * @param applied the records up to this one are not replayed
   * @throws IOException if a file is missing or damaged, other than at the end of the last one, or
   *     {@code replay} has thrown; nothing was changed then
   */
  public static WriteAheadLog open(Path folder, Path beside, long applied, Replay replay)
      throws IOException {
    return open(folder, new Manifest(beside), FILE_BYTES, applied, replay);
  }

  /** Returns the manifest of a log, the file with the name of its latest file. */
  public static Path manifest(Path beside) {
    return new Manifest(beside).file();
  }

  static WriteAheadLog open(Path folder, int fileBytes, long applied, Replay replay)
      throws IOException {
    return open(folder, null, fileBytes, applied, replay);
  }

  static WriteAheadLog open(
      Path folder, @Nullable Manifest manifest, int fileBytes, long applied, Replay replay)
      throws IOException {
    Files.createDirectories(folder);
    long[] last = {applied};
    List<Path> files = LogFile.all(folder);
    if (manifest != null) {
      manifest.check(folder, files);
    }
    long ended = LogFile.HEADER_BYTES;
    for (Path path : files) {
      boolean isLast = path.equals(files.getLast());
      long end =
          LogFile.read(
              path,
              isLast,
              (sequence, payload) -> {
                if (sequence > applied) {
                  if (sequence != last[0] + 1) {
                    throw missing(path, last[0] + 1, sequence);
                  }
                  replay.record(sequence, payload);
                  last[0] = sequence;
                }
              });
      if (isLast) {
        cut(path, end);
        ended = end;
      }
    }
    WriteAheadLog log = new WriteAheadLog(folder, manifest, fileBytes, last[0]);
    if (ended <= LogFile.HEADER_BYTES && !files.isEmpty()) {
      log.deleteEmpty(files.getLast());
    }
    log.drop(applied);
    return log;
  }

  private static IOException missing(Path file, long first, long found) {
    return new IOException(
        ("%s: the records from %d to %d are missing, with their files: the file begins at record"
                + " %d and not at %d")
            .formatted(file, first, found - 1, found, first));
  }

  /** Deletes an empty file, after its successor was recorded as the one begun last. */
  private void deleteEmpty(Path empty) throws IOException {
    if (!empty.equals(LogFile.path(folder, written + 1))) {
      Files.delete(empty);
    }
  }

  /**
   * Appends a record.
   *
   * @param payload is read from its position to its limit
   * @return its sequence number
   */
  public long append(ByteBuffer payload) throws IOException {
    checkUsable();
    if (position >= fileBytes) {
      roll();
    }
    if (payload.remaining() > MOST_PAYLOAD_BYTES) {
      throw new IOException(
          "a record of %d bytes, allowed are %d"
              .formatted(payload.remaining(), MOST_PAYLOAD_BYTES));
    }
    int bytes = LogFile.RECORD_BYTES + payload.remaining();
    if (bytes > frame.length) {
      frame = new byte[Math.clamp(2L * frame.length, bytes, MOST_BYTES)];
    }
    ByteBuffer record = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    long sequence = written + 1;
    record.putInt(payload.remaining()).putInt(0).putLong(sequence).putLong(forced).put(payload);
    checksum.reset();
    checksum.update(frame, LogFile.CHECKED, bytes - LogFile.CHECKED);
    record.putInt(4, (int) checksum.getValue());
    try {
      file.write(frame, 0, bytes);
    } catch (IOException e) {
      undo(e);
      throw e;
    }
    position += bytes;
    written = sequence;
    return sequence;
  }

  /** Returns the number of the last record that was appended. */
  public long written() {
    return written;
  }

  /**
   * Waits until all records up to this one are on the disk. An interrupt does not shorten it.
   *
   * @throws IOException if they may not be; no further record is accepted then
   */
  public void force(long sequence) throws IOException {
    if (forced >= sequence) {
      return;
    }
    forcing.lock();
    try {
      if (forced < sequence) {
        checkUsable();
        long target = written;
        sync();
        forced = target;
      }
    } finally {
      forcing.unlock();
    }
  }

  /** Deletes files whose records are all up to this one, which are no longer needed. */
  public void drop(long sequence) throws IOException {
    List<Path> files = LogFile.all(folder);
    for (int i = 0; i + 1 < files.size() && LogFile.first(files.get(i + 1)) <= sequence + 1; i++) {
      Files.delete(files.get(i));
    }
  }

  /** Closes the log, without forcing it. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private void roll() throws IOException {
    force(written);
    forcing.lock();
    try {
      file.close();
      file = begin();
    } catch (IOException e) {
      broken = e;
      throw e;
    } finally {
      forcing.unlock();
    }
  }

  private void sync() throws IOException {
    try {
      file.getFD().sync();
    } catch (IOException e) {
      broken = e;
      throw e;
    }
  }

  private RandomAccessFile begin() throws IOException {
    RandomAccessFile fresh = new RandomAccessFile(LogFile.path(folder, written + 1).toFile(), "rw");
    fresh.setLength(0);
    fresh.writeLong(Long.reverseBytes(LogFile.MAGIC));
    position = LogFile.HEADER_BYTES;
    if (manifest != null) {
      manifest.write(LogFile.path(folder, written + 1));
      forceNames(manifest.folder());
    }
    forceNames(folder);
    return fresh;
  }

  private static void forceNames(Path folder) throws IOException {
    boolean isForced = false;
    boolean isInterrupted = false;
    while (!isForced) {
      isInterrupted |= Thread.interrupted();
      // only a channel opens a folder, and an interrupt closes a channel
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
        isForced = true;
      } catch (ClosedByInterruptException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void undo(IOException error) {
    try {
      file.setLength(position);
      file.seek(position);
    } catch (IOException e) {
      error.addSuppressed(e);
      broken = error;
    }
  }

  private void checkUsable() throws IOException {
    IOException earlier = broken;
    if (earlier != null) {
      throw new IOException(
          folder + ": refuses records after an earlier failure: " + earlier.getMessage(), earlier);
    }
  }

  /** Cuts a file after its last complete record. */
  private static void cut(Path path, long end) throws IOException {
    if (end <= LogFile.HEADER_BYTES) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(end);
      channel.force(true);
    }
  }
}
