package io.nfcs.codec;

import io.nfcs.memory.Wtf8;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A writer of the key of a memoised result. Equal arguments have equal keys in every process, and
 * different ones different keys:
 *
 * <ul>
 *   <li>each part is written with its kind and its length, so that no two can pass for one;
 *   <li>-0.0 and 0.0 are different arguments, for 1/x tells them apart; every NaN is the same one;
 *   <li>an array is its shape and its values in the order of memory, so that another layout of the
 *       same numbers is another argument; it is written as a whole, and compared;
 *   <li>a {@link ComplexField} is its shape and its running digest of 128 bits, at a cost that does
 *       not grow with the field. The digest is not cryptographic.
 * </ul>
 *
 * <p>A part is a byte for its kind, and then by kind, in numbers of 8 bytes, little-endian:
 *
 * <pre>
 *   1  whole number
 *   2  bits of a double
 *   3  number of bytes, then the text as {@link Wtf8}
 *   4  number of dimensions, then each length, then the bits of each value
 *   5  nx, ny, lower and upper half of the digest
 * </pre>
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> for texts.
 */
public final class KeyWriter {
  private static final byte WHOLE = 1;
  private static final byte REAL = 2;
  private static final byte TEXT = 3;
  private static final byte ARRAY = 4;
  private static final byte FIELD = 5;

  private final @Nullable MemorySegment target;
  private long length;

  private KeyWriter(@Nullable MemorySegment target) {
    this.target = target;
  }

  /** Adds a whole number. */
  public KeyWriter add(long number) {
    kind(WHOLE);
    bits(number);
    return this;
  }

  /** Adds a number. */
  public KeyWriter add(double number) {
    kind(REAL);
    bits(Double.doubleToLongBits(number));
    return this;
  }

  /** Adds a text. */
  public KeyWriter add(String text) {
    byte[] bytes = Wtf8.bytes(text);
    kind(TEXT);
    bits(bytes.length);
    if (target != null) {
      MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, length, bytes.length);
    }
    length += bytes.length;
    return this;
  }

  /**
   * Adds an array.
   *
   * @param values in the order of memory
   * @param shape lengths along its dimensions, the last one contiguous
   * @throws IllegalArgumentException if their product is not the number of values
   */
  public KeyWriter add(double[] values, int... shape) {
    long points = 1;
    kind(ARRAY);
    bits(shape.length);
    for (int side : shape) {
      bits(side);
      points *= side;
    }
    if (points != values.length) {
      throw new IllegalArgumentException(
          "array of " + values.length + " values; expected as many as its shape has: " + points);
    }
    for (double value : values) {
      bits(Double.doubleToLongBits(value));
    }
    return this;
  }

  /** Adds a field, by its digest. */
  public KeyWriter add(ComplexField field) {
    kind(FIELD);
    bits(field.nx());
    bits(field.ny());
    bits(field.digestLow());
    bits(field.digestHigh());
    return this;
  }

  private void kind(byte kind) {
    if (target != null) {
      target.set(ValueLayout.JAVA_BYTE, length, kind);
    }
    length++;
  }

  private void bits(long bits) {
    if (target != null) {
      target.set(PlainCodecs.LONG, length, bits);
    }
    length += Long.BYTES;
  }

  /** Returns the codec of the keys of a version of a function, which writes them and reads none. */
  public static <A extends Argument> Codec<A> codec(String version) {
    return new Codec<>() {
      @Override
      public String identity() {
        return "argument/1:" + version;
      }

      @Override
      public long sizeBytes(A argument) {
        KeyWriter counting = new KeyWriter(null);
        argument.describe(counting);
        return counting.length;
      }

      @Override
      public void encode(A argument, MemorySegment target) {
        argument.describe(new KeyWriter(target));
      }

      @Override
      public A decode(MemorySegment source) {
        throw new UnsupportedOperationException("an argument cannot be made from its key");
      }
    };
  }
}
