package io.nfcs.memory;

import java.lang.foreign.MemorySegment;
import net.openhft.hashing.LongTupleHashFunction;

/**
 * 128-bit digests, for keys that are told apart by their digest.
 *
 * <p>XXH128 (Yann Collet, 2019); for numbers of 64 bits two mixings by SplitMix64, which is faster
 * and gives different numbers different digests. The same bytes and seed give the same digest on
 * every machine. Not cryptographic: who serves keys that an enemy can choose compares the keys too.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> nothing after it is made.
 */
public final class Digest128 {
  private final long seed;
  private final LongTupleHashFunction function;
  private final long[] result;

  /** Digests of their own for each seed. */
  public Digest128(long seed) {
    this.seed = seed;
    function = LongTupleHashFunction.xx128(seed);
    result = function.newResultArray();
  }

  /** Takes the digest of a native memory segment. */
  public void update(MemorySegment memory) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException("digest of heap memory, allowed native memory");
    }
    if (memory.byteSize() == Long.BYTES) {
      long value = NativeMemory.longAt(memory.address());
      result[0] = Digest.mix(seed, value);
      result[1] = Digest.mix(~seed, value);
    } else {
      function.hashMemory(memory.address(), memory.byteSize(), result);
    }
  }

  /** Upper half of the digest taken last. */
  public long high() {
    return result[1];
  }

  /** Lower half of the digest taken last. */
  public long low() {
    return result[0];
  }
}
