package io.nfcs.grid.index;

import io.nfcs.memory.LazyMemory;
import io.nfcs.memory.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of buckets, in chunks that double up to {@value #MOST_AT_ONCE} buckets. The system
 * gives the memory of a bucket when it is taken: nobody is held up by a whole chunk.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the chunks, which go when nobody knows this any
 * more.
 */
final class BucketMemory {
  private static final int MOST_AT_ONCE = 256;

  private final List<MemorySegment> chunks = new ArrayList<>();
  private long next;
  private int left;
  private int buckets;

  /** Returns the address of an empty bucket. */
  long take() {
    if (left == 0) {
      left = Math.clamp(buckets, 1, MOST_AT_ONCE);
      MemorySegment chunk =
          LazyMemory.allocate(Arena.ofAuto(), (long) left * BucketLayout.BYTES, BucketLayout.BYTES);
      chunks.add(chunk);
      next = chunk.address();
    }
    long bucket = next;
    NativeMemory.view(bucket, BucketLayout.BYTES).fill((byte) 0);
    next += BucketLayout.BYTES;
    left--;
    buckets++;
    return bucket;
  }

  int buckets() {
    return buckets;
  }

  /** Returns the bytes of the buckets that were taken. */
  long bytes() {
    return (long) buckets * BucketLayout.BYTES;
  }
}
