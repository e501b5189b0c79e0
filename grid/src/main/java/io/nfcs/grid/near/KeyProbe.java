package io.nfcs.grid.near;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.Codec;
import io.nfcs.memory.Digest128;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The key that a lease looks up: its canonical bytes and their digest, in memory that is used again
 * for the next.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> when a key is longer than all before, or of another
 * length than the one before.
 */
public final class KeyProbe {
  private static final int FIRST_BYTES = 256;

  private final CacheKey key = new CacheKey(0, 0);
  private final Digest128 digest;
  private MemorySegment scratch = memory(FIRST_BYTES);
  private MemorySegment bytes = scratch;

  KeyProbe(long seed) {
    digest = new Digest128(seed);
  }

  /** Sets the key. */
  public <K> void set(Codec<K> codec, K value) {
    long size = codec.sizeBytes(value);
    if (size > scratch.byteSize()) {
      scratch = memory(Long.highestOneBit(size) * 2);
    }
    if (size != bytes.byteSize()) {
      bytes = scratch.asSlice(0, size);
    }
    codec.encode(value, bytes);
    digest.update(bytes);
    key.set(digest.high(), digest.low());
  }

  long address() {
    return bytes.address();
  }

  long length() {
    return bytes.byteSize();
  }

  /** The key, until the next is set. */
  public CacheKey key() {
    return key;
  }

  /** Its canonical bytes, until the next is set. */
  public MemorySegment bytes() {
    return bytes;
  }

  /** Its canonical bytes, for keeps. */
  public byte[] toArray() {
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  private static MemorySegment memory(long bytes) {
    return Arena.ofAuto().allocate(bytes, Long.BYTES);
  }
}
