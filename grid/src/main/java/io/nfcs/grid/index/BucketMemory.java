package io.nfcs.grid.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of buckets, taken in chunks that double up to {@value #MOST_AT_ONCE} buckets: an index
 * of a few entries takes one bucket, and none is held up by a large chunk.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the chunks, which go when nobody knows this any
 * more.
 */
final class BucketMemory {
  private static final int MOST_AT_ONCE = 64;

  private final List<MemorySegment> chunks = new ArrayList<>();
  private long next;
  private int left;
  private int buckets;
  private long bytes;

  /** Address of an empty bucket. */
  long take() {
    if (left == 0) {
      left = Math.clamp(buckets, 1, MOST_AT_ONCE);
      MemorySegment chunk =
          Arena.ofAuto().allocate((long) left * BucketLayout.BYTES, BucketLayout.BYTES);
      chunks.add(chunk);
      next = chunk.address();
      bytes += chunk.byteSize();
    }
    long bucket = next;
    next += BucketLayout.BYTES;
    left--;
    buckets++;
    return bucket;
  }

  int buckets() {
    return buckets;
  }

  long bytes() {
    return bytes;
  }
}
