package io.nfcs.grid.jcache;

import io.nfcs.codec.Codec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Codecs of serialised keys and values, which read no bytes but those of their types. A key is its
 * serial form; a value is
 *
 * <pre>
 *   0  long  time at which it expires, milliseconds since 1970, big-endian; the largest for never
 *   8  serial form
 * </pre>
 */
final class SerialCodecs {
  /** A value follows the time at which it expires. */
  static final int HEADER_BYTES = Long.BYTES;

  private SerialCodecs() {}

  /** A value in its kept form, and the object that was read from it, if any. */
  static final class Kept {
    private final byte[] bytes;
    private @Nullable Object read;

    Kept(byte[] bytes, @Nullable Object read) {
      this.bytes = bytes;
      this.read = read;
    }

    byte[] bytes() {
      return bytes;
    }

    long expiresMillis() {
      return ByteBuffer.wrap(bytes).getLong();
    }

    /** Returns an object of the caller's own. */
    Object take(Serializer serializer) {
      Object first = read;
      read = null;
      return first == null ? serializer.value(bytes, HEADER_BYTES) : first;
    }
  }

  /** Returns a codec of keys in their serial form. */
  static Codec<byte[]> keys(Serializer serializer, Class<?> type) {
    return new Bytes<>("java/1:" + Serializer.shape(type)) {
      @Override
      byte[] bytes(byte[] key) {
        return key;
      }

      @Override
      public byte[] decode(MemorySegment source) {
        byte[] bytes = source.toArray(ValueLayout.JAVA_BYTE);
        var _ = serializer.value(bytes, 0);
        return bytes;
      }
    };
  }

  /** Returns a codec of values. */
  static Codec<Kept> values(Serializer serializer, Class<?> type) {
    return new Bytes<>("java/1:" + Serializer.shape(type)) {
      @Override
      byte[] bytes(Kept value) {
        return value.bytes;
      }

      @Override
      public Kept decode(MemorySegment source) {
        byte[] bytes = source.toArray(ValueLayout.JAVA_BYTE);
        if (bytes.length < HEADER_BYTES) {
          throw new IllegalArgumentException("an entry of " + bytes.length + " bytes is too short");
        }
        return new Kept(bytes, serializer.value(bytes, HEADER_BYTES));
      }
    };
  }

  private abstract static class Bytes<T> implements Codec<T> {
    private final String identity;

    Bytes(String identity) {
      this.identity = identity;
    }

    abstract byte[] bytes(T value);

    @Override
    public String identity() {
      return identity;
    }

    @Override
    public long sizeBytes(T value) {
      return bytes(value).length;
    }

    @Override
    public void encode(T value, MemorySegment target) {
      target.copyFrom(MemorySegment.ofArray(bytes(value)));
    }
  }
}
