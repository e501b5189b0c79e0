package io.nfcs.memory;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Blocks of native memory out of slabs, with a hard limit on the bytes of all slabs.
 *
 * <p><b>Layout.</b> A slab is a number of 4 KiB pages. Blocks of up to 16 KiB are rounded up to a
 * size class and lie side by side in runs of pages that hold one class only; a larger block has a
 * run of its own. A run whose last block is freed gives its pages back, so that memory once used
 * for one size serves any other later (the slabs of memcached, Fitzpatrick 2004, did not).
 *
 * <pre>
 *   slab  | run: 128 B blocks | run: one block of 1 MiB   | free | run: 4 KiB blocks |
 *   page  |0   1   2   3      |4                    260   |      |                   |
 * </pre>
 *
 * <p>A block is a number of 32 bits, so that it may stand for a reference in native memory. The
 * data of runs is in native memory too, beside the slabs: {@link #tableBytes}.
 *
 * <p><b>Threads.</b> One at a time: the caller has a lock. <b>Owns</b> the slabs until {@link
 * #close()} and the last block is freed. <b>Allocates</b> heap objects for slabs, and none for
 * blocks.
 */
public final class SlabAllocator implements AutoCloseable {
  /** No block. */
  public static final int NONE = 0;

  /** Most bytes of a slab. */
  public static final long LARGEST_SLAB_BYTES = 1 << 30;

  private static final int LEAST_BYTES = 16 << 10;
  private static final int BLOCKS_PER_RUN = 32;

  private final Slabs slabs;

  /** The first run of each size class that has a free block, and last of those of large ones. */
  private final int[] runsWithRoom = new int[SizeClasses.COUNT + 1];

  private long usedBytes;

  /**
   * An allocator without a slab yet.
   *
   * @param limitBytes most bytes of all slabs together
   * @param slabBytes bytes of a slab, and so the largest block, 1 GiB at most; at most the limit
   *     counts
   * @throws IllegalArgumentException if either is below 16 KiB, or a slab above 1 GiB
   */
  public SlabAllocator(long limitBytes, long slabBytes) {
    if (limitBytes < LEAST_BYTES || slabBytes < LEAST_BYTES || slabBytes > LARGEST_SLAB_BYTES) {
      throw new IllegalArgumentException(
          "limit of "
              + limitBytes
              + " bytes with slabs of "
              + slabBytes
              + "; allowed: "
              + LEAST_BYTES
              + " or more, and slabs of "
              + LARGEST_SLAB_BYTES
              + " or less");
    }
    slabs = new Slabs(limitBytes, slabBytes);
  }

  /**
   * Allocates a block of at least {@code bytes}, with unknown content, or returns {@link #NONE} if
   * the limit leaves no room for it.
   *
   * @param bytes 1 or more
   * @throws OutOfMemoryError if the system has no memory for a new slab; all blocks stay as they
   *     are
   */
  public int allocate(long bytes) {
    if (bytes > slabs.slabBytes()) {
      return NONE;
    }
    long rounded = slabs.roundUp(bytes);
    int run =
        rounded <= SizeClasses.LARGEST_BYTES
            ? runWithRoom(SizeClasses.of(rounded))
            : largeRun(rounded);
    return run == NONE ? NONE : take(run);
  }

  /**
   * Frees a block; a block that is free already is refused, unless its place was given out again.
   * No thread may read the block from then on.
   *
   * @throws IllegalStateException if the block is free
   */
  public void free(int block) {
    boolean isDraining = isDraining(block);
    int run = run(block);
    long row = slabs.row(run);
    int bytes = PageLayout.blockBytes(row);
    long offset = slabs.offset(run, block);
    if (bytes == 0 || offset % bytes != 0 || offset / bytes >= blocks(row)) {
      throw alreadyFree();
    }
    int index = (int) (offset / bytes);
    long word = row + (long) (index / Long.SIZE) * PageLayout.BYTES;
    long taken = PageLayout.taken(word);
    if (((taken >>> index) & 1) == 0) {
      throw alreadyFree();
    }
    PageLayout.taken(word, taken & ~(1L << index));
    int free = PageLayout.freeBlocks(row) + 1;
    PageLayout.freeBlocks(row, free);
    usedBytes -= bytes;
    boolean isListed = free > 1 && !isDraining;
    if (free == blocks(row)) {
      free(run, isListed);
    } else if (!isListed && !isDraining) {
      list(run);
    }
  }

  /**
   * Returns the addresses of blocks. A block begins at a multiple of 8 bytes, one of more than 16
   * KiB at one of a page.
   */
  public BlockAddresses addresses() {
    return slabs.addresses();
  }

  /** Returns the bytes that a block of {@code bytes} takes, rounding included. */
  public long rounded(long bytes) {
    long rounded = slabs.roundUp(bytes);
    return rounded <= SizeClasses.LARGEST_BYTES
        ? SizeClasses.bytes(SizeClasses.of(rounded))
        : (long) Slab.pages(rounded) * Slab.PAGE_BYTES;
  }

  /**
   * Returns whether the slab of a block is to be given back, so that the block is better freed
   * soon.
   */
  public boolean isDraining(int block) {
    return slabs.isDraining(slabs.number(slabs.page(block)));
  }

  /**
   * Changes the limit. Where the slabs are more than it allows, empty ones are given back at once,
   * and the emptiest of the others as soon as their last block is freed; their blocks say so.
   *
   * @param bytes a limit below one slab counts as one; above twice the first limit there may be no
   *     more numbers for slabs
   */
  public void limitBytes(long bytes) {
    long excess = slabs.limitBytes(Math.max(bytes, slabs.slabBytes()));
    for (int number : slabs.numbers()) {
      boolean isExcess = excess-- > 0;
      if (isExcess != slabs.isDraining(number)) {
        drain(number, isExcess);
      }
    }
  }

  /** Visits the blocks that are better freed soon; none of them is freed meanwhile. */
  public void forEachDraining(IntConsumer visitor) {
    for (int number : slabs.numbers()) {
      if (slabs.isDraining(number)) {
        for (int run : slabs.runs(number)) {
          forEachTaken(run, visitor);
        }
      }
    }
  }

  /**
   * Shows the blocks of one slab, the emptiest of those all of whose blocks pass a test; none of
   * them is freed while they are shown. When they are, there is room for the largest block.
   *
   * @return whether there is such a slab
   */
  public boolean forEachOfOneSlab(IntPredicate test, IntConsumer visitor) {
    for (int number : slabs.numbers()) {
      int[] runs = slabs.runs(number);
      if (!slabs.isDraining(number) && Arrays.stream(runs).allMatch(run -> allTaken(run, test))) {
        for (int run : runs) {
          forEachTaken(run, visitor);
        }
        return true;
      }
    }
    return false;
  }

  /** Returns the size of the largest possible block. */
  public long largestBytes() {
    return slabs.slabBytes();
  }

  /** Returns the limit of the bytes of all slabs. */
  public long limitBytes() {
    return slabs.limitBytes();
  }

  /** Returns the bytes of the pages that blocks are in; the system gives no memory for others. */
  public long runBytes() {
    return slabs.runBytes();
  }

  /** Returns the bytes of all slabs. */
  public long reservedBytes() {
    return slabs.reservedBytes();
  }

  /** Returns the bytes of the page tables of all slabs, which the limit does not count. */
  public long tableBytes() {
    return slabs.tableBytes();
  }

  /** Returns the value of {@link #tableBytes} at the largest number of slabs. */
  public long mostTableBytes() {
    return slabs.mostTableBytes();
  }

  /** Returns the bytes of all blocks that are not freed, rounding included. */
  public long usedBytes() {
    return usedBytes;
  }

  /**
   * Allocates no more blocks, and gives each slab back when its last block is freed; from then on
   * nothing may be read there.
   */
  @Override
  public void close() {
    slabs.limitBytes(0);
    for (int number : slabs.numbers()) {
      if (!slabs.isDraining(number)) {
        drain(number, true);
      }
    }
  }

  /** Takes the first block of a run that is free. */
  private int take(int run) {
    long row = slabs.row(run);
    long word = row;
    int index = 0;
    while (PageLayout.taken(word) == -1) {
      word += PageLayout.BYTES;
      index += Long.SIZE;
    }
    long taken = PageLayout.taken(word);
    index += Long.numberOfTrailingZeros(~taken);
    PageLayout.taken(word, taken | (1L << index));
    int free = PageLayout.freeBlocks(row) - 1;
    PageLayout.freeBlocks(row, free);
    if (free == 0) {
      unlist(run);
    }
    int bytes = PageLayout.blockBytes(row);
    usedBytes += bytes;
    return slabs.block(run, index * bytes);
  }

  private void forEachTaken(int run, IntConsumer visitor) {
    var _ =
        allTaken(
            run,
            block -> {
              visitor.accept(block);
              return true;
            });
  }

  private boolean allTaken(int run, IntPredicate test) {
    long row = slabs.row(run);
    int bytes = PageLayout.blockBytes(row);
    for (int index = 0; index < blocks(row); index++) {
      long word = row + (long) (index / Long.SIZE) * PageLayout.BYTES;
      if (((PageLayout.taken(word) >>> index) & 1) != 0
          && !test.test(slabs.block(run, index * bytes))) {
        return false;
      }
    }
    return true;
  }

  private int runWithRoom(int sizeClass) {
    int run = runsWithRoom[sizeClass];
    if (run != NONE) {
      return run;
    }
    int blockBytes = SizeClasses.bytes(sizeClass);
    int bytes = Math.max(LEAST_BYTES, Integer.highestOneBit(blockBytes) * BLOCKS_PER_RUN);
    run = newRun(Slab.pages(bytes), blockBytes);
    return run == NONE ? newRun(Slab.pages(blockBytes), blockBytes) : run;
  }

  private int largeRun(long bytes) {
    int pages = Slab.pages(bytes);
    return newRun(pages, pages * Slab.PAGE_BYTES);
  }

  private int newRun(int pages, int blockBytes) {
    int run = slabs.takePages(pages);
    if (run == NONE) {
      return NONE;
    }
    long row = slabs.row(run);
    for (int i = 0; i < pages; i++) {
      PageLayout.head(row + (long) i * PageLayout.BYTES, run);
      PageLayout.taken(row + (long) i * PageLayout.BYTES, 0);
    }
    PageLayout.pages(row, pages);
    PageLayout.blockBytes(row, blockBytes);
    PageLayout.freeBlocks(row, blocks(row));
    list(run);
    return run;
  }

  private void free(int run, boolean isListed) {
    if (isListed) {
      unlist(run);
    }
    long row = slabs.row(run);
    PageLayout.blockBytes(row, 0);
    slabs.freePages(run, PageLayout.pages(row));
  }

  /** Sets whether a slab is given back when it is empty. */
  private void drain(int number, boolean isWanted) {
    for (int run : slabs.runs(number)) {
      if (PageLayout.freeBlocks(slabs.row(run)) > 0) {
        if (isWanted) {
          unlist(run);
        } else {
          list(run);
        }
      }
    }
    slabs.drain(number, isWanted);
  }

  private void list(int run) {
    long row = slabs.row(run);
    int sizeClass = sizeClass(row);
    int first = runsWithRoom[sizeClass];
    PageLayout.next(row, first);
    PageLayout.previous(row, NONE);
    if (first != NONE) {
      PageLayout.previous(slabs.row(first), run);
    }
    runsWithRoom[sizeClass] = run;
  }

  private void unlist(int run) {
    long row = slabs.row(run);
    int next = PageLayout.next(row);
    int previous = PageLayout.previous(row);
    if (previous == NONE) {
      runsWithRoom[sizeClass(row)] = next;
    } else {
      PageLayout.next(slabs.row(previous), next);
    }
    if (next != NONE) {
      PageLayout.previous(slabs.row(next), previous);
    }
  }

  private int run(int block) {
    return PageLayout.head(slabs.row(slabs.page(block)));
  }

  private static IllegalStateException alreadyFree() {
    return new IllegalStateException("block is free already");
  }

  private static int sizeClass(long row) {
    int bytes = PageLayout.blockBytes(row);
    return bytes <= SizeClasses.LARGEST_BYTES ? SizeClasses.of(bytes) : SizeClasses.COUNT;
  }

  private static int blocks(long row) {
    return PageLayout.pages(row) * Slab.PAGE_BYTES / PageLayout.blockBytes(row);
  }
}
