package io.nfcs.memory;

import java.lang.foreign.MemorySegment;
import net.openhft.hashing.LongTupleHashFunction;

/**
 * 128-bit digests, for keys that are distinguished by their digest.
 *
 * <p>XXH128 (Yann Collet, 2019); for numbers of 64 bits two mixings by SplitMix64, which is faster
 * and gives different numbers different digests. The same bytes and seed give the same digest on
 * every machine. Not cryptographic: code that serves keys chosen by an enemy compares the keys too.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> nothing after it is made.
 */
public final class Digest128 {
  private final long seed;
  private final LongTupleHashFunction function;
  private final long[] result;
  private long low;
  private long high;

  /** A number whose upper half is only taken when it is asked for. */
  private long number;

  private boolean isNumber;

  /** Creates a digest; each seed gives different digests. */
  public Digest128(long seed) {
    this.seed = seed;
    function = LongTupleHashFunction.xx128(seed);
    result = function.newResultArray();
  }

  /**
   * Takes the digest of a native memory segment, in place of the one before.
   *
   * @throws IllegalArgumentException if the segment is on the heap
   */
  public void update(MemorySegment memory) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException("digest of heap memory; expected native memory");
    }
    update(memory.address(), memory.byteSize());
  }

  /** Takes the digest of native memory by its address, in place of the one before. */
  public void update(long address, long bytes) {
    isNumber = bytes == Long.BYTES;
    if (isNumber) {
      number = NativeMemory.longAt(address);
      low = Digest.mix(seed, number);
    } else {
      function.hashMemory(address, bytes, result);
      low = result[0];
      high = result[1];
    }
  }

  /** Returns the upper half of the digest taken last. */
  public long high() {
    return isNumber ? Digest.mix(~seed, number) : high;
  }

  /** Returns the lower half of the digest taken last. */
  public long low() {
    return low;
  }
}
