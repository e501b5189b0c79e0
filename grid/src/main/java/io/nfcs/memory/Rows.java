package io.nfcs.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one length in native memory, by number.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the memory, which is freed when this object is
 * unreachable: a user of an address must keep it reachable. <b>Allocates</b> heap when it grows,
 * less than a byte a row.
 */
public final class Rows {
  private static final int CHUNK_SHIFT = 8;
  private static final int CACHE_LINE = 64;

  private final int rowBytes;
  private final BlockAddresses addresses;
  private final List<MemorySegment> chunks = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param rowBytes a power of two
   * @throws IllegalArgumentException if it is not
   */
  public Rows(int rowBytes) {
    if (Integer.bitCount(rowBytes) != 1) {
      throw new IllegalArgumentException(rowBytes + " is not a power of two");
    }
    this.rowBytes = rowBytes;
    addresses = new BlockAddresses(CHUNK_SHIFT, Integer.numberOfTrailingZeros(rowBytes));
  }

  /** Returns the addresses of rows, by number from 0; the same object for ever. */
  public BlockAddresses addresses() {
    return addresses;
  }

  /** Makes the rows from 0 to below a number exist; new ones are all 0. */
  public void ensure(int count) {
    while (count > chunks.size() << CHUNK_SHIFT) {
      MemorySegment chunk =
          Arena.ofAuto().allocate((long) rowBytes << CHUNK_SHIFT, Math.max(rowBytes, CACHE_LINE));
      addresses.slab(chunks.size(), chunk.address());
      chunks.add(chunk);
    }
  }

  /** Gives back memory that holds only rows from a number on. */
  public void shrink(int count) {
    int needed = Math.min(Math.ceilDiv(count, 1 << CHUNK_SHIFT), chunks.size());
    chunks.subList(needed, chunks.size()).clear();
  }

  /** Returns the native memory of the rows. */
  public long memoryBytes() {
    return ((long) chunks.size() * rowBytes) << CHUNK_SHIFT;
  }
}
