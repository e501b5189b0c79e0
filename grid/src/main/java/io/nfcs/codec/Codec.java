package io.nfcs.codec;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Encoding of values as bytes, and back.
 *
 * <p>A codec of keys is canonical: equal keys have equal bytes and different keys different ones,
 * in every process. A codec of values may be anything that reads what it wrote.
 *
 * <p>Memory passed to a codec is native or on the heap, and need not be aligned: numbers must be
 * read and written by layouts such as {@link java.lang.foreign.ValueLayout#JAVA_LONG_UNALIGNED}, in
 * one byte order on every machine.
 *
 * <p><b>Threads.</b> Any: a codec has no state. <b>Fails.</b> An exception of {@link #decode} means
 * that the bytes are not of this codec; the entry is then dropped and counted, and fetched once
 * more, and a second exception is thrown to the caller.
 *
 * @param <T> values; immutable, or copied both ways
 */
public interface Codec<T> {
  /**
   * Returns the name and version, which are part of every key: no version reads bytes of another.
   */
  String identity();

  /**
   * Returns the exact length of a value's bytes, 0 or more. Asked right before {@link #encode}, for
   * a key at each look-up, so it should be cheap.
   */
  long sizeBytes(T value);

  /**
   * Writes a value, every byte of it: the memory has old content. Keeps no reference to the memory.
   *
   * @param target as long as {@link #sizeBytes} said
   */
  void encode(T value, MemorySegment target);

  /**
   * Reads a value; keeps no reference to the memory, which is reused after the call.
   *
   * @param source as long as it was written; may be read-only
   * @throws RuntimeException if the bytes are not of this codec
   * @throws UnsupportedOperationException if the codec never reads, as one of keys that cannot be
   *     made from their bytes
   */
  T decode(MemorySegment source);

  /**
   * Returns a codec of texts in UTF-8, and of half a surrogate pair in a form of its own: any text
   * comes back.
   */
  static Codec<String> text() {
    return PlainCodecs.TEXT;
  }

  /**
   * Returns a codec of lists of texts; each has its length before it, so that no text can pass for
   * two.
   */
  static Codec<List<String>> texts() {
    return PlainCodecs.TEXTS;
  }

  /** Returns a codec of 64-bit numbers, little-endian. */
  static Codec<Long> number() {
    return PlainCodecs.NUMBER;
  }

  /**
   * Returns a codec of bytes as they are, copied both ways. As keys they are compared by content.
   */
  static Codec<byte[]> bytes() {
    return PlainCodecs.BYTES;
  }

  /**
   * Returns a codec of doubles, little-endian, copied both ways. Bit by bit: -0.0 is not 0.0, and
   * each NaN is itself.
   */
  static Codec<double[]> doubles() {
    return PlainCodecs.DOUBLES;
  }

  /**
   * Returns a codec of records whose components are primitive numbers, booleans or texts, in their
   * order. Making one uses reflection; make it once.
   *
   * @throws IllegalArgumentException if the record has a component of another type
   */
  static <R extends Record> Codec<R> record(Class<R> type) {
    return new RecordCodec<>(type);
  }
}
