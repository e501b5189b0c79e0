package io.nfcs.grid.near;

import io.nfcs.codec.Codec;
import io.nfcs.memory.Digest128;
import io.nfcs.memory.NativeMemory;
import io.nfcs.tier.CacheKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The key that a lease looks up: its canonical bytes and their digest, in memory that the next key
 * reuses.
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

  /** Address and number of the bytes, which are read too often to ask a segment for them. */
  private long address = scratch.address();

  private long length = FIRST_BYTES;

  KeyProbe(long seed) {
    digest = new Digest128(seed);
  }

  /** Sets the key; throws what the codec throws, and then has no valid key. */
  public <K> void set(Codec<K> codec, K value) {
    long size = codec.sizeBytes(value);
    if (size != length) {
      take(size);
    }
    codec.encode(value, bytes);
    digest.update(address, length);
  }

  /** Returns the lower half of the key's digest. */
  long hash() {
    return digest.low();
  }

  /** Returns whether an entry, which is pinned, has this key. */
  boolean isOf(long entry) {
    if (EntryLayout.keyBytes(entry) != length) {
      return false;
    }
    long key = EntryLayout.key(entry);
    return length == Long.BYTES
        ? NativeMemory.longAt(key) == NativeMemory.longAt(address)
        : NativeMemory.equal(key, address, length);
  }

  /** Returns the key, which is valid until the next is set. */
  public CacheKey key() {
    key.set(digest.high(), digest.low());
    return key;
  }

  /** Returns the canonical bytes of the key, until the next is set. */
  public MemorySegment bytes() {
    return bytes;
  }

  /** Returns a copy of the canonical bytes of the key. */
  public byte[] toArray() {
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  private void take(long size) {
    if (size > scratch.byteSize()) {
      scratch = memory(Long.highestOneBit(size) * 2);
      address = scratch.address();
    }
    bytes = scratch.asSlice(0, size);
    length = size;
  }

  private static MemorySegment memory(long bytes) {
    return Arena.ofAuto().allocate(bytes, Long.BYTES);
  }
}
