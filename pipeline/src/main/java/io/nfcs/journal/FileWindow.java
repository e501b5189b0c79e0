package io.nfcs.journal;

import io.nfcs.config.RegularFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A part of a file in memory, copied there by plain reads.
 *
 * <p>A file that is cut while it is read just ends earlier: a mapping would fault. Reads cannot be
 * interrupted. What a writer has finished by a word that it set last is seen whole by a read that
 * comes after the one that saw the word.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the open file. <b>Allocates</b> when a document is
 * longer than any before.
 */
final class FileWindow implements AutoCloseable {
  private static final int BYTES = 1 << 16;

  private static final byte[] ZEROS = new byte[BYTES];

  private final RandomAccessFile file;
  private byte[] bytes = new byte[BYTES];
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private long start;
  private int length;

  FileWindow(Path path) throws IOException {
    file = new RandomAccessFile(RegularFile.of(path).toFile(), "r");
  }

  /** Length of the file now. */
  long size() throws IOException {
    return file.length();
  }

  /** Whether the file has these bytes; they are in the window then. */
  boolean has(long position, int count) throws IOException {
    return holds(position, count) || load(position, count);
  }

  /** Whether these bytes are in the window. */
  boolean holds(long position, int count) {
    return position >= start && position + count <= start + length;
  }

  /** Reads these bytes again, whatever the window has; answers whether the file has them. */
  boolean load(long position, int count) throws IOException {
    if (count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Integer.highestOneBit(count) * 2);
      buffer.wrap(bytes);
    }
    return fill(position, bytes.length) >= count;
  }

  /** Reads a word again, and only that; answers whether the file has it. */
  boolean refresh(long position) throws IOException {
    return fill(position, Integer.BYTES) == Integer.BYTES;
  }

  /** Eight bytes at a position as they stand in the file now, 0 behind the end. */
  long freshLong(long position) throws IOException {
    return fill(position, Long.BYTES) < Long.BYTES ? 0 : buffer.getLong(0, ByteOrder.LITTLE_ENDIAN);
  }

  /** A word within the window. */
  int word(long position) {
    return buffer.getInt(offset(position), ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Position of the next word that is not 0; the last position within the window that may have one,
   * if all are. The bytes that room was taken for, behind those that were written, are many.
   *
   * @param position of a word that is 0
   */
  long behindZeros(long position) {
    int from = offset(position);
    int zeros = Math.min(length - from, ZEROS.length);
    int first = Arrays.mismatch(bytes, from, from + zeros, ZEROS, 0, zeros);
    int words = (first < 0 ? zeros : first) / Integer.BYTES;
    return position + (long) words * Integer.BYTES;
  }

  /** Memory of the window. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  /** The same as bytes. */
  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #buffer()} a position of the file is. */
  int offset(long position) {
    return (int) (position - start);
  }

  /** First position behind the window. */
  long end() {
    return start + length;
  }

  private int fill(long position, int count) throws IOException {
    start = position;
    length = 0;
    file.seek(position);
    while (length < count) {
      int read = file.read(bytes, length, count - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
