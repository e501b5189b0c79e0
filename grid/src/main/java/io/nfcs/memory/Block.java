package io.nfcs.memory;

import java.lang.foreign.MemorySegment;

/**
 * A block of a {@link SlabAllocator}.
 *
 * <p><b>Threads.</b> Any may read and write the memory, as its holder allows. <b>Owns</b> nothing:
 * who allocated the block frees it, once.
 */
public final class Block {
  final Run run;
  final int index;
  private final MemorySegment memory;

  Block(Run run, int index, MemorySegment memory) {
    this.run = run;
    this.index = index;
    this.memory = memory;
  }

  /** The memory, as long as was asked for; aligned to 16 bytes, above 16 KiB to a page. */
  public MemorySegment memory() {
    return memory;
  }

  /** Bytes taken from the allocator, rounding included. */
  public int bytes() {
    return run.blockBytes;
  }

  /** Whether the slab is to be given back, so that the block is better freed soon. */
  public boolean isDraining() {
    return run.slab.draining;
  }
}
