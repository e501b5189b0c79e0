package io.nfcs.memory;

import java.util.Arrays;

/**
 * Addresses of blocks: the number of a block is that of its slab, with its place in the slab in the
 * lower bits.
 *
 * <p><b>Threads.</b> Any reads; the owner of the slabs writes, under its lock. The caller knows by
 * other means that the block is not freed meanwhile, otherwise the answer means nothing. All fields
 * are plain: a reader without the lock must have found the block by an acquiring read of what was
 * written with release after its allocation, such as a cell of an index; it then sees the slab.
 */
public final class BlockAddresses {
  private final int slabShift;
  private final int placeMask;
  private final int unitShift;

  /** Address of the first byte of each slab. */
  private long[] slabs = new long[2];

  /**
   * Addresses of blocks of no slab yet.
   *
   * @param slabShift bits of a number that are the place in the slab
   * @param unitShift bits of the bytes of a unit, in which places count
   */
  BlockAddresses(int slabShift, int unitShift) {
    this.slabShift = slabShift;
    this.unitShift = unitShift;
    placeMask = (1 << slabShift) - 1;
  }

  /** Returns the address of the first byte of a block. */
  public long of(int block) {
    return slabs[block >>> slabShift] + ((long) (block & placeMask) << unitShift);
  }

  /** Sets the address of a slab. */
  void slab(int number, long address) {
    if (number >= slabs.length) {
      slabs = Arrays.copyOf(slabs, Math.max(number + 1, 2 * slabs.length));
    }
    slabs[number] = address;
  }
}
