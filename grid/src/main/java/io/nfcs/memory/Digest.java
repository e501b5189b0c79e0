package io.nfcs.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import net.openhft.hashing.LongHashFunction;

/**
 * 64-bit digests of state. The same bits give the same digest on every machine and in every
 * process.
 *
 * <p>XXH3 (Yann Collet, 2019) over memory; for single values the mixing step of SplitMix64 (Steele,
 * Lea and Flood, 2014, constants of Stafford's variant 13). Not cryptographic.
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> nothing, except for texts.
 */
public final class Digest {
  private static final LongHashFunction XXH3 = LongHashFunction.xx3();
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Digest() {}

  /**
   * Returns the XXH3 hash, with seed 0, of a native memory segment.
   *
   * @throws IllegalArgumentException if the segment is on the heap
   */
  public static long of(MemorySegment memory) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException("digest of heap memory; expected native memory");
    }
    return XXH3.hashMemory(memory.address(), memory.byteSize());
  }

  /** Returns the XXH3 hash, with seed 0, of a text, as {@link Wtf8} and a zero byte. */
  public static long of(String text) {
    byte[] bytes = Wtf8.bytes(text);
    return XXH3.hashBytes(Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** Returns the XXH3 hash, with seed 0, of an array, as its little-endian bytes. */
  public static long of(long[] values) {
    return XXH3.hashLongs(values);
  }

  /** Takes one more value into a running digest; the order of the values counts. */
  public static long mix(long digest, long value) {
    long z = (digest ^ value) + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
