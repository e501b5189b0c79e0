package io.nfcs.grid.index;

import io.nfcs.memory.SlabAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The map from the first bits of prints to buckets. It has a place for each number of that many
 * bits; a bucket that distinguishes fewer bits has several places in a row.
 *
 * <p><b>Threads.</b> {@link #bucket} by any; all else by the holder of the index's lock. A place is
 * written with release when its bucket is complete, and read with acquire. A directory that was
 * doubled is not changed any more: its places lead to buckets that may have been split since, so
 * that a search in it proves nothing if it fails. <b>Owns</b> the buckets, together with the
 * directories that it was doubled from and to; one of them must be reachable while the address of a
 * bucket is used.
 */
public final class Directory {
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(long[].class);

  private final int depth;

  /** Number of bits of a print after its first bits. */
  private final int shift;

  /** Addresses of buckets. */
  private final long[] places;

  private final BucketMemory memory;

  /** A directory of one bucket. */
  Directory() {
    this(1, new long[2], new BucketMemory());
    Arrays.fill(places, add(0));
  }

  private Directory(int depth, long[] places, BucketMemory memory) {
    this.depth = depth;
    shift = Integer.SIZE - depth;
    this.places = places;
    this.memory = memory;
  }

  /** Returns the address of the bucket of a print. */
  public long bucket(int print) {
    return (long) PLACE.getAcquire(places, place(print));
  }

  /** Returns how many first bits of prints the directory distinguishes. */
  int depth() {
    return depth;
  }

  int buckets() {
    return memory.buckets();
  }

  /** Returns the memory of the buckets, and heap of the places. */
  long memoryBytes() {
    return memory.bytes() + (long) places.length * Long.BYTES;
  }

  /**
   * Returns a new bucket of prints with a number of first bits in common; no place points to it.
   */
  long add(int bits) {
    long bucket = memory.take();
    BucketLayout.depth(bucket, bits);
    return bucket;
  }

  /** Returns a directory that distinguishes one more bit. */
  Directory doubled() {
    long[] twice = new long[2 * places.length];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = places[i / 2];
    }
    return new Directory(depth + 1, twice, memory);
  }

  /**
   * Points the second half of the places of a print's bucket, which had a depth, to another bucket.
   */
  void point(int print, int bits, long sibling) {
    int count = 1 << (depth - bits);
    int first = place(print) & -count;
    for (int i = count / 2; i < count; i++) {
      PLACE.setRelease(places, first + i, sibling);
    }
  }

  /**
   * Empties all buckets for good, so that a look-up still in one finds no freed entry, and visits
   * the entries that were there.
   */
  void retire(IntConsumer visitor) {
    try {
      long last = 0;
      for (long bucket : places) {
        if (bucket != last) {
          last = bucket;
          retire(bucket, visitor);
        }
      }
    } finally {
      // the look-up knows the memory only by its address
      Reference.reachabilityFence(this);
    }
  }

  private static void retire(long bucket, IntConsumer visitor) {
    BucketLayout.beginMove(bucket);
    for (int at = 0; at < BucketLayout.CELLS; at++) {
      int block = BucketLayout.block(BucketLayout.cell(bucket, at));
      if (block != SlabAllocator.NONE) {
        BucketLayout.cell(bucket, at, 0);
        visitor.accept(block);
      }
    }
  }

  private int place(int print) {
    return print >>> shift;
  }
}
