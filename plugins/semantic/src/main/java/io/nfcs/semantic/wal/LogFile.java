package io.nfcs.semantic.wal;

import io.nfcs.config.RegularFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file of the log, named by the sequence number of its first record in hexadecimal digits.
 *
 * <pre>
 *   0  long  magic
 *   8  records:
 *        0  int   bytes of the payload
 *        4  int   CRC-32C of all that follows
 *        8  long  sequence number, one more than that of the record before
 *       16  long  forced: up to this one all were on the disk when it was written
 *       24  payload
 * </pre>
 *
 * <p>Little-endian. An incomplete record ends the log unless a later one says that it was forced: a
 * crash leaves such records where no caller waited. Otherwise the file is damaged.
 */
final class LogFile {
  static final int HEADER_BYTES = 8;
  static final int RECORD_BYTES = 24;

  /** Offset at which the data of the checksum begins. */
  static final int CHECKED = 8;

  static final long MAGIC = 0x314c_4157_5343_464eL;
  private static final String SUFFIX = ".wal";

  private final Path path;
  private final ByteBuffer bytes;

  private LogFile(Path path, ByteBuffer bytes) {
    this.path = path;
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the files of a folder in their order. */
  static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  static Path path(Path folder, long first) {
    return folder.resolve("%016x%s".formatted(first, SUFFIX));
  }

  /** Returns the sequence number of a file's first record. */
  static long first(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name, 0, name.length() - SUFFIX.length(), 16);
    } catch (NumberFormatException e) {
      throw new IOException(file + ": unexpected name; expected 16 hexadecimal digits and .wal", e);
    }
  }

  /**
   * Reads the records of a file.
   *
   * @param isLast whether a crash may have cut its end
   * @return end of the last complete record
   */
  static long read(Path file, boolean isLast, WriteAheadLog.Replay replay) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(RegularFile.of(file), StandardOpenOption.READ)) {
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
      return new LogFile(file, bytes).read(isLast, replay);
    }
  }

  private long read(boolean isLast, WriteAheadLog.Replay replay) throws IOException {
    if (bytes.limit() < HEADER_BYTES && isLast) {
      return 0;
    }
    if (bytes.limit() < HEADER_BYTES || bytes.getLong(0) != MAGIC) {
      throw new IOException(path + ": not a log of this version");
    }
    long sequence = first(path);
    int at = HEADER_BYTES;
    while (isRecord(at, sequence)) {
      int length = bytes.getInt(at);
      replay.record(
          sequence, bytes.slice(at + RECORD_BYTES, length).order(ByteOrder.LITTLE_ENDIAN));
      at += RECORD_BYTES + length;
      sequence++;
    }
    if (at < bytes.limit() && (!isLast || isForced(at, sequence))) {
      throw new IOException(
          path + ": damaged at byte " + at + ", where record " + sequence + " should be");
    }
    return at;
  }

  private boolean isRecord(int at, long sequence) {
    if (bytes.limit() - at < RECORD_BYTES) {
      return false;
    }
    int length = bytes.getInt(at);
    if (length < 0
        || length > bytes.limit() - at - RECORD_BYTES
        || bytes.getLong(at + 8) != sequence) {
      return false;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.slice(at + CHECKED, RECORD_BYTES - CHECKED + length));
    return bytes.getInt(at + 4) == (int) checksum.getValue();
  }

  /** Returns whether a complete record after this place says that the incomplete one was forced. */
  private boolean isForced(int at, long sequence) {
    long most = sequence + (bytes.limit() - at) / RECORD_BYTES;
    for (int later = at + 1; later <= bytes.limit() - RECORD_BYTES; later++) {
      long its = bytes.getLong(later + 8);
      if (its > sequence
          && its <= most
          && bytes.getLong(later + 16) >= sequence
          && isRecord(later, its)) {
        return true;
      }
    }
    return false;
  }
}
