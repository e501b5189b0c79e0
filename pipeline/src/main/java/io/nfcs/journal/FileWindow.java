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
 * <p>A file truncated while it is read just ends earlier: a mapping would fault. Reads cannot be
 * interrupted. A document is read whole once its final word has been read: a window loaded before
 * that may hold older bytes behind the word, so a document that does not fit is loaded once more.
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

  /** Returns the length of the file now. */
  long size() throws IOException {
    return file.length();
  }

  /** Loads bytes into the window; returns whether the file has them. */
  boolean has(long position, int count) throws IOException {
    return holds(position, count) || load(position, count);
  }

  /** Returns whether these bytes are in the window. */
  boolean holds(long position, int count) {
    return position >= start && position + count <= start + length;
  }

  /** Reads bytes again, whatever the window holds; returns whether the file has them. */
  boolean load(long position, int count) throws IOException {
    if (count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Integer.highestOneBit(count) * 2);
      buffer.wrap(bytes);
    }
    return fill(position, bytes.length) >= count;
  }

  /** Reads one word again; returns whether the file has it. */
  boolean refresh(long position) throws IOException {
    return fill(position, Integer.BYTES) == Integer.BYTES;
  }

  /** Returns the eight bytes at a position, read from the file now; 0 after its end. */
  long freshLong(long position) throws IOException {
    return fill(position, Long.BYTES) < Long.BYTES ? 0 : buffer.getLong(0, ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns a word in the window. */
  int word(long position) {
    return buffer.getInt(offset(position), ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the position of the next word that is not 0, or the last position in the window if all
   * are 0. The allocated bytes after the written ones are many.
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

  /** Returns the memory of the window. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  /** Returns the memory of the window as bytes. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the offset in {@link #buffer()} of a position of the file. */
  int offset(long position) {
    return (int) (position - start);
  }

  /** Returns the first position after the window. */
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
