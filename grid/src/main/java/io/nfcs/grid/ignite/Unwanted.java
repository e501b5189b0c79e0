package io.nfcs.grid.ignite;

import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.NativeMemory;
import io.nfcs.memory.Rows;
import io.nfcs.tier.CacheKey;
import org.jspecify.annotations.Nullable;

/**
 * A queue of frames that have no entry any more and are to be removed, in native memory.
 *
 * <pre>
 *   byte  0          8         16      24
 *        | key high | key low | bytes | unused |
 * </pre>
 *
 * <p><b>Threads.</b> One at a time, under the lock of the index.
 */
final class Unwanted {
  private static final int ROW_BYTES = 32;
  private static final int LOW = 8;
  private static final int BYTES = 16;

  private Rows rows = new Rows(ROW_BYTES);
  private int first;
  private int end;
  private long bytes;

  void add(CacheKey key, long size) {
    rows.ensure(end + 1);
    long row = rows.addresses().of(end++);
    NativeMemory.putLong(row, key.high());
    NativeMemory.putLong(row + LOW, key.low());
    NativeMemory.putLong(row + BYTES, size);
    bytes += size;
  }

  /** Takes out the first, {@code null} if there is none. */
  @Nullable CacheKey poll() {
    if (first == end) {
      return null;
    }
    BlockAddresses addresses = rows.addresses();
    long row = addresses.of(first++);
    bytes -= NativeMemory.longAt(row + BYTES);
    CacheKey key = new CacheKey(NativeMemory.longAt(row), NativeMemory.longAt(row + LOW));
    if (first == end) {
      clear();
    }
    return key;
  }

  void clear() {
    rows = new Rows(ROW_BYTES);
    first = 0;
    end = 0;
    bytes = 0;
  }

  /** Returns the bytes of all frames in the queue. */
  long bytes() {
    return bytes;
  }
}
