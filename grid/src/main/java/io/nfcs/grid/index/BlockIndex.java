package io.nfcs.grid.index;

import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.NativeMemory;
import io.nfcs.memory.SlabAllocator;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * An index of entries by the hash of their key, in native memory: extendible hashing (Fagin,
 * Nievergelt, Pippenger and Strong, 1979). A directory finds the bucket of a hash by its first
 * bits; a bucket that is full is split in two. So no step moves more than the cells of one bucket,
 * except the doubling of the directory, which is eight bytes for 400 entries.
 *
 * <p>An entry is a block that begins with its hash. A cell has 32 bits of it, the print.
 *
 * <p>Invariants: the prints in a bucket agree in the bucket's first {@code depth} bits, and all
 * places of the directory with these bits lead to the bucket; a hash has one cell at most; between
 * the cell where the search for a print begins and its own there is no empty cell.
 *
 * <p><b>Threads.</b> One at a time: the caller has a lock; look-ups without one begin with {@link
 * #directory}. <b>Owns</b> the buckets, whose memory goes when no directory and no look-up in it
 * knows them any more. <b>Allocates</b> heap when it grows, 0.03 bytes an entry.
 */
public class BlockIndex {
  /** No entry. */
  public static final int NONE = SlabAllocator.NONE;

  /** Position at the end of a scan. */
  public static final long END = 1L << Integer.SIZE;

  /** A bucket that would need a directory of more places than this for each does not split. */
  private static final int PLACES_PER_BUCKET = 64;

  /** Cells for each entry from which on an index is worth being made again. */
  private static final int WORTH_SHRINKING = 16;

  private final BlockAddresses addresses;
  private final long[] moved = new long[BucketLayout.CELLS];
  private volatile Directory directory;
  private int size;

  /** An index without entries. */
  public BlockIndex(BlockAddresses addresses) {
    this.addresses = addresses;
    directory = new Directory();
  }

  /** Returns the entry of a hash, or {@link #NONE}; under the lock. */
  public final int find(long hash) {
    int print = BucketLayout.print(hash);
    long bucket = directory.bucket(print);
    int at = place(bucket, hash, print);
    return BucketLayout.block(BucketLayout.cell(bucket, at));
  }

  /** Returns whether an entry with this cell is in the index. */
  public final boolean holds(long cell) {
    int print = BucketLayout.print(cell);
    long bucket = directory.bucket(print);
    int at = BucketLayout.home(print);
    long there = BucketLayout.cell(bucket, at);
    while (there != 0 && there != cell) {
      at = BucketLayout.next(at);
      there = BucketLayout.cell(bucket, at);
    }
    return there == cell;
  }

  /**
   * Makes room for a cell of a print.
   *
   * @return {@link #NONE}, or an entry that must leave first, since its bucket is full of prints
   *     that no split would part
   */
  public final int makeRoom(int print) {
    long bucket = directory.bucket(print);
    while (BucketLayout.used(bucket) == BucketLayout.MOST_USED) {
      if (!split(bucket, print)) {
        int at = 0;
        while (BucketLayout.cell(bucket, at) == 0) {
          at++;
        }
        return BucketLayout.block(BucketLayout.cell(bucket, at));
      }
      bucket = directory.bucket(print);
    }
    return NONE;
  }

  /**
   * Puts an entry under its hash, and returns the entry it replaces, or {@link #NONE}; at every
   * moment one of the two is found. There must be room. The cell is written with release: a thread
   * that finds the entry without a lock sees all that was written to it before.
   */
  public final int put(long hash, int block) {
    int print = BucketLayout.print(hash);
    long bucket = directory.bucket(print);
    int at = place(bucket, hash, print);
    int old = BucketLayout.block(BucketLayout.cell(bucket, at));
    BucketLayout.cell(bucket, at, BucketLayout.cell(print, block));
    if (old == NONE) {
      BucketLayout.used(bucket, BucketLayout.used(bucket) + 1);
      size++;
    }
    return old;
  }

  /** Records that an entry has this number now; its hash can still be read at the old place. */
  public final void moved(int to) {
    long hash = NativeMemory.longAt(addresses.of(to));
    int print = BucketLayout.print(hash);
    long bucket = directory.bucket(print);
    BucketLayout.cell(bucket, place(bucket, hash, print), BucketLayout.cell(print, to));
  }

  /** Returns the current directory, for look-ups without a lock. */
  protected final Directory directory() {
    return directory;
  }

  /** Removes an entry, if it is there. */
  public final void remove(long hash, int block) {
    int print = BucketLayout.print(hash);
    long bucket = directory.bucket(print);
    int at = place(bucket, hash, print);
    if (BucketLayout.block(BucketLayout.cell(bucket, at)) != block) {
      return;
    }
    if (BucketLayout.cell(bucket, BucketLayout.next(at)) == 0) {
      BucketLayout.cell(bucket, at, 0);
    } else {
      BucketLayout.beginMove(bucket);
      BucketLayout.close(bucket, at);
      BucketLayout.endMove(bucket);
    }
    BucketLayout.used(bucket, BucketLayout.used(bucket) - 1);
    size--;
  }

  /** Returns the number of entries. */
  public final int size() {
    return size;
  }

  /** Returns the bytes of buckets and directory. */
  public final long memoryBytes() {
    return directory.memoryBytes();
  }

  /**
   * Shows the cells of the bucket at a position, and returns the position of the next call.
   *
   * <p>A position is a print, and buckets are in the order of the prints they have, split or not:
   * every entry present during the whole scan from 0 to {@link #END} is shown exactly once.
   *
   * @param position 0 at the start
   */
  public final long scan(long position, LongConsumer visitor) {
    long bucket = directory.bucket((int) position);
    for (int at = 0; at < BucketLayout.CELLS; at++) {
      long cell = BucketLayout.cell(bucket, at);
      if (cell != 0 && cell >>> Integer.SIZE >= position) {
        visitor.accept(cell);
      }
    }
    long span = END >>> BucketLayout.depth(bucket);
    return (position & -span) + span;
  }

  /** Removes all entries, and gives the memory back; {@code visitor} is shown them afterwards. */
  public final void clear(IntConsumer visitor) {
    Directory old = directory;
    directory = new Directory();
    size = 0;
    old.retire(visitor);
  }

  /**
   * Rebuilds the index if it has far more room than entries, to give memory back. Takes time in
   * proportion to the entries, which are few then.
   */
  public final void shrink() {
    Directory old = directory;
    long cells = old.buckets() * (long) BucketLayout.CELLS;
    if (old.buckets() < WORTH_SHRINKING || cells < size * (long) WORTH_SHRINKING) {
      return;
    }
    BlockIndex smaller = new BlockIndex(addresses);
    for (long position = 0; position < END; ) {
      position =
          scan(
              position,
              cell -> {
                int print = BucketLayout.print(cell);
                smaller.makeRoom(print);
                BucketLayout.append(smaller.directory.bucket(print), cell);
              });
    }
    directory = smaller.directory;
    old.retire(block -> {});
  }

  /** Returns the place where a hash has its cell, or would have it. */
  private int place(long bucket, long hash, int print) {
    int at = BucketLayout.home(print);
    long cell = BucketLayout.cell(bucket, at);
    while (cell != 0
        && !(BucketLayout.print(cell) == print
            && NativeMemory.longAt(addresses.of(BucketLayout.block(cell))) == hash)) {
      at = BucketLayout.next(at);
      cell = BucketLayout.cell(bucket, at);
    }
    return at;
  }

  private boolean split(long bucket, int print) {
    int depth = BucketLayout.depth(bucket);
    Directory now = directory;
    if (depth == now.depth()) {
      if (depth == Integer.SIZE - 2 || 2L << depth > (long) PLACES_PER_BUCKET * now.buckets()) {
        return false;
      }
      now = now.doubled();
      directory = now;
    }
    long sibling = now.add(depth + 1);
    BucketLayout.beginMove(bucket);
    BucketLayout.depth(bucket, depth + 1);
    int all = take(bucket);
    int half = Integer.MIN_VALUE >>> depth;
    for (int i = 0; i < all; i++) {
      long cell = moved[i];
      BucketLayout.append((BucketLayout.print(cell) & half) == 0 ? bucket : sibling, cell);
    }
    now.point(print, depth, sibling);
    BucketLayout.endMove(bucket);
    return true;
  }

  /** Empties a bucket into {@link #moved}. */
  private int take(long bucket) {
    int count = 0;
    for (int at = 0; at < BucketLayout.CELLS; at++) {
      long cell = BucketLayout.cell(bucket, at);
      if (cell != 0) {
        moved[count++] = cell;
        BucketLayout.cell(bucket, at, 0);
      }
    }
    BucketLayout.used(bucket, 0);
    return count;
  }
}
