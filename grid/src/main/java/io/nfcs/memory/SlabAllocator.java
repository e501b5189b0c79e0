package io.nfcs.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * <p><b>Threads.</b> One at a time: the caller has a lock. <b>Owns</b> the slabs until {@link
 * #close()} and the last block is freed. <b>Allocates</b> one heap object a block.
 */
public final class SlabAllocator implements AutoCloseable {
  private static final int LEAST_RUN_BYTES = 16 << 10;
  private static final int BLOCKS_PER_RUN = 32;

  private final long slabBytes;
  private final List<Slab> slabs = new ArrayList<>();
  private final List<Deque<Run>> runsWithRoom = new ArrayList<>();
  private long limitBytes;
  private long reservedBytes;
  private long usedBytes;

  /**
   * An allocator without a slab yet.
   *
   * @param limitBytes most bytes of all slabs together
   * @param slabBytes bytes of a slab, and so the largest block; at most the limit counts
   */
  public SlabAllocator(long limitBytes, long slabBytes) {
    if (limitBytes < LEAST_RUN_BYTES || slabBytes < LEAST_RUN_BYTES) {
      throw new IllegalArgumentException(
          "limit of "
              + limitBytes
              + " bytes with slabs of "
              + slabBytes
              + ", allowed "
              + LEAST_RUN_BYTES
              + " or more");
    }
    this.limitBytes = limitBytes;
    this.slabBytes = Math.min(limitBytes, slabBytes) / Slab.PAGE_BYTES * Slab.PAGE_BYTES;
    for (int i = 0; i < SizeClasses.COUNT; i++) {
      runsWithRoom.add(new ArrayDeque<>());
    }
  }

  /** A block of at least {@code bytes}, or {@code null} if the limit leaves no room for it. */
  public @Nullable Block allocate(long bytes) {
    if (bytes > slabBytes) {
      return null;
    }
    Run run =
        bytes <= SizeClasses.LARGEST_BYTES ? runWithRoom(SizeClasses.of(bytes)) : large(bytes);
    if (run == null) {
      return null;
    }
    Block block = run.take(bytes);
    usedBytes += run.blockBytes;
    if (run.isFull()) {
      unlist(run);
    }
    return block;
  }

  /** Takes a block back. */
  public void free(Block block) {
    Run run = block.run;
    run.free(block.index);
    usedBytes -= run.blockBytes;
    if (!run.isEmpty()) {
      list(run);
      return;
    }
    unlist(run);
    run.slab.free(run.page, run.pages);
    if (run.slab.draining && run.slab.isEmpty()) {
      release(run.slab);
    }
  }

  /**
   * Changes the limit. Where the slabs are more than it allows, empty ones are given back at once,
   * and the emptiest of the others as soon as their last block is freed; their blocks say so.
   */
  public void limitBytes(long bytes) {
    limitBytes = Math.max(bytes, slabBytes);
    slabs.forEach(slab -> slab.draining = false);
    long excess = reservedBytes - limitBytes;
    for (Slab slab :
        slabs.stream().sorted(Comparator.comparing(Slab::isEmpty).reversed()).toList()) {
      if (excess <= 0) {
        break;
      }
      excess -= slab.bytes();
      drain(slab);
    }
  }

  /** Largest block there can be. */
  public long largestBytes() {
    return slabBytes;
  }

  /** Most bytes of all slabs. */
  public long limitBytes() {
    return limitBytes;
  }

  /** Bytes of all slabs. */
  public long reservedBytes() {
    return reservedBytes;
  }

  /** Bytes of all blocks that are not freed, rounding included. */
  public long usedBytes() {
    return usedBytes;
  }

  /**
   * Gives out nothing any more, and gives each slab back when its last block is freed; a view into
   * it that is left over then throws when it is read.
   */
  @Override
  public void close() {
    limitBytes = 0;
    List.copyOf(slabs).forEach(this::drain);
  }

  private @Nullable Run runWithRoom(int sizeClass) {
    Run run = runsWithRoom.get(sizeClass).peekFirst();
    if (run == null) {
      int blockBytes = SizeClasses.bytes(sizeClass);
      int bytes = Math.max(LEAST_RUN_BYTES, Integer.highestOneBit(blockBytes) * BLOCKS_PER_RUN);
      run = newRun(pages(bytes), sizeClass, blockBytes);
      if (run == null) {
        run = newRun(pages(blockBytes), sizeClass, blockBytes);
      }
      if (run != null) {
        list(run);
      }
    }
    return run;
  }

  private @Nullable Run large(long bytes) {
    int pages = pages(bytes);
    return newRun(pages, -1, pages * Slab.PAGE_BYTES);
  }

  private @Nullable Run newRun(int pages, int sizeClass, int blockBytes) {
    if ((long) pages * Slab.PAGE_BYTES > slabBytes) {
      return null;
    }
    for (Slab slab : slabs) {
      int page = slab.take(pages);
      if (page >= 0) {
        return new Run(slab, page, pages, sizeClass, blockBytes);
      }
    }
    if (reservedBytes + slabBytes > limitBytes) {
      return null;
    }
    Slab slab = new Slab(slabBytes);
    slabs.add(slab);
    reservedBytes += slabBytes;
    return new Run(slab, slab.take(pages), pages, sizeClass, blockBytes);
  }

  private void list(Run run) {
    if (!run.listed && !run.slab.draining) {
      run.listed = true;
      runsWithRoom.get(run.sizeClass).addFirst(run);
    }
  }

  private void unlist(Run run) {
    if (run.listed) {
      run.listed = false;
      runsWithRoom.get(run.sizeClass).remove(run);
    }
  }

  private void drain(Slab slab) {
    slab.draining = true;
    for (Deque<Run> runs : runsWithRoom) {
      List.copyOf(runs).stream().filter(run -> run.slab == slab).forEach(this::unlist);
    }
    if (slab.isEmpty()) {
      release(slab);
    }
  }

  private void release(Slab slab) {
    slabs.remove(slab);
    reservedBytes -= slab.bytes();
    slab.close();
  }

  private static int pages(long bytes) {
    return Math.toIntExact((bytes + Slab.PAGE_BYTES - 1) / Slab.PAGE_BYTES);
  }
}
