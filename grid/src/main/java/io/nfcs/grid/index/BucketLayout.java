package io.nfcs.grid.index;

import io.nfcs.memory.NativeMemory;
import java.lang.invoke.VarHandle;

/**
 * A bucket of the index in native memory: a small hash table with linear probing.
 *
 * <pre>
 *   byte  0         8       12                    64
 *        | version | used  | depth  | unused     | 504 cells of 8 bytes |
 *
 *   cell | print of the key 32 bits | block of the entry 32 bits |      0 where none is
 * </pre>
 *
 * <p>{@code depth} is the number of first bits that all prints of the bucket have in common.
 *
 * <p><b>Threads.</b> Cells are written by the holder of the index's lock and read by any. An entry
 * that comes or is replaced is one write of one cell. While cells move, {@code version} is odd, and
 * it is another afterwards; so a reader that found nothing between two reads of the same even
 * version has missed nothing (a sequence lock, Lameter 2005).
 */
public final class BucketLayout {
  static final int BYTES = 4096;

  /** Cells of a bucket. */
  public static final int CELLS = 504;

  /** Cells that are used at most: four fifths, so that probes stay short. */
  public static final int MOST_USED = CELLS * 4 / 5;

  private static final int USED = 8;
  private static final int DEPTH = 12;
  private static final int FIRST_CELL = 64;
  private static final int MULTIPLIER = 0x9e3779b9;

  private BucketLayout() {}

  /** Returns the cell of an entry. */
  public static long cell(int print, int block) {
    return ((long) print << Integer.SIZE) | Integer.toUnsignedLong(block);
  }

  /** Returns the print of a hash, or of a cell. */
  public static int print(long hash) {
    return (int) (hash >>> Integer.SIZE);
  }

  /** Returns the block of a cell. */
  public static int block(long cell) {
    return (int) cell;
  }

  /** Returns the cell where the search for a print begins; by other bits than choose the bucket. */
  public static int home(int print) {
    return (int) ((Integer.toUnsignedLong(print * MULTIPLIER) * CELLS) >>> Integer.SIZE);
  }

  /** Returns the cell after another. */
  public static int next(int at) {
    return at + 1 < CELLS ? at + 1 : 0;
  }

  /**
   * Returns whether a cell whose search begins at {@code home} may stand at {@code to}, before
   * {@code at}.
   */
  static boolean mayMove(int home, int to, int at) {
    return to < at ? (home <= to || home > at) : (home <= to && home > at);
  }

  /** Reads a cell. */
  public static long cell(long bucket, int at) {
    return NativeMemory.longAcquireAt(bucket + FIRST_CELL + (long) at * Long.BYTES);
  }

  /** Reads a cell, ordered after earlier volatile writes. */
  public static long cellVolatile(long bucket, int at) {
    return NativeMemory.longVolatileAt(bucket + FIRST_CELL + (long) at * Long.BYTES);
  }

  static void cell(long bucket, int at, long cell) {
    NativeMemory.putLongRelease(bucket + FIRST_CELL + (long) at * Long.BYTES, cell);
  }

  /** Returns the version, which counts moves of cells. */
  public static long version(long bucket) {
    return NativeMemory.longAcquireAt(bucket);
  }

  /** Returns whether cells were moving at a version. */
  public static boolean isMoving(long version) {
    return (version & 1) != 0;
  }

  /** Marks the bucket: cells move from now on. */
  static void beginMove(long bucket) {
    NativeMemory.putLongRelease(bucket, NativeMemory.longAt(bucket) + 1);
    VarHandle.storeStoreFence();
  }

  /** Marks the bucket: cells are in their places. */
  static void endMove(long bucket) {
    NativeMemory.putLongRelease(bucket, NativeMemory.longAt(bucket) + 1);
  }

  static int used(long bucket) {
    return NativeMemory.intAt(bucket + USED);
  }

  static void used(long bucket, int cells) {
    NativeMemory.putInt(bucket + USED, cells);
  }

  static int depth(long bucket) {
    return NativeMemory.intAt(bucket + DEPTH);
  }

  static void depth(long bucket, int bits) {
    NativeMemory.putInt(bucket + DEPTH, bits);
  }

  /** Frees a cell: the following cells that are not where their search begins move up. */
  static void close(long bucket, int gap) {
    int to = gap;
    int at = next(to);
    long cell = cell(bucket, at);
    while (cell != 0) {
      if (mayMove(home(print(cell)), to, at)) {
        cell(bucket, to, cell);
        to = at;
      }
      at = next(at);
      cell = cell(bucket, at);
    }
    cell(bucket, to, 0);
  }

  /** Adds a cell; there is room. */
  static void append(long bucket, long cell) {
    int at = home(print(cell));
    while (cell(bucket, at) != 0) {
      at = next(at);
    }
    cell(bucket, at, cell);
    used(bucket, used(bucket) + 1);
  }
}
