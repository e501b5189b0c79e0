package io.nfcs.grid.tier;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.nfcs.cache.CacheStatistics;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Compression by Zstandard (Collet and Kucherawy, RFC 8878), value by value, and only if it saves
 * space.
 *
 * <p><b>Threads.</b> Any.
 */
final class Compression {
  /** Below this share of the length a compressed value is worth its decompression. */
  private static final double WORTH = 0.9;

  private final int level;
  private final int leastBytes;
  private final LongAdder tried = new LongAdder();
  private final LongAdder won = new LongAdder();
  private final LongAdder bytesBefore = new LongAdder();
  private final LongAdder bytesAfter = new LongAdder();

  /**
   * Compression of a level.
   *
   * @param level as Zstandard counts it; 0 is none
   * @param leastBytes shorter values are left as they are
   */
  Compression(int level, int leastBytes) {
    this.level = level;
    this.leastBytes = leastBytes;
  }

  /** Returns the compressed value, or {@code null} if that saves too little. */
  byte @Nullable [] tryCompress(byte[] value) {
    if (level == 0 || value.length < leastBytes) {
      return null;
    }
    byte[] target = new byte[(int) Zstd.compressBound(value.length)];
    long length = Zstd.compressByteArray(target, 0, target.length, value, 0, value.length, level);
    tried.increment();
    bytesBefore.add(value.length);
    if (Zstd.isError(length) || length > WORTH * value.length) {
      bytesAfter.add(value.length);
      return null;
    }
    won.increment();
    bytesAfter.add(length);
    return Arrays.copyOf(target, (int) length);
  }

  /**
   * Returns the original {@code bytes} bytes of a compressed value; the caller has bounded their
   * number.
   */
  static byte[] decompress(byte[] compressed, int bytes) {
    // a forgery of both costs time to unpack, but no more memory than an honest value
    if (compressed.length == 0 || Zstd.getFrameContentSize(compressed) != bytes) {
      throw new IllegalArgumentException("compressed value is not of " + bytes + " bytes");
    }
    byte[] value = new byte[bytes];
    try {
      if (Zstd.decompress(value, compressed) == bytes) {
        return value;
      }
    } catch (ZstdException damage) {
      throw new IllegalArgumentException(
          "compressed value of " + bytes + " bytes does not unpack: " + damage.getMessage(),
          damage);
    }
    throw new IllegalArgumentException("compressed value of " + bytes + " bytes does not unpack");
  }

  /** Returns the results so far. */
  CacheStatistics.Compression statistics() {
    return new CacheStatistics.Compression(
        tried.sum(), won.sum(), bytesBefore.sum(), bytesAfter.sum());
  }
}
