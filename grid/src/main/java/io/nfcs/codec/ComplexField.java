package io.nfcs.codec;

import io.nfcs.memory.Digest;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A complex field on a grid, which carries a digest of its values.
 *
 * <p>Split planes, row-major: point (x, y) at {@code x * ny + y} of each. The digest is a sum of a
 * hash for each value and its place, modulo 2^64 in each of two lanes (incremental hashing, Bellare
 * and Micciancio 1997), so that a point that is set costs two terms, not a pass over the field.
 * -0.0 and 0.0 are different, every NaN is the same. Not cryptographic.
 *
 * <p>The digest does not depend on the shape: a key of a field has nx and ny as well, as in {@link
 * KeyWriter}.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> its planes.
 */
public final class ComplexField {
  private static final long LOW = 0x9e3779b97f4a7c15L;
  private static final long HIGH = 0xc2b2ae3d27d4eb4fL;

  private final int nx;
  private final int ny;
  private final double[] re;
  private final double[] im;
  private long digestLow;
  private long digestHigh;

  private ComplexField(int nx, int ny, double[] re, double[] im) {
    this.nx = nx;
    this.ny = ny;
    this.re = re;
    this.im = im;
  }

  /**
   * Returns a field of given values.
   *
   * @param nx points along x, the first index
   * @param ny points along y, contiguous
   * @param re real plane, nx ny values, copied
   * @param im imaginary plane, nx ny values, copied
   * @throws IllegalArgumentException if a side is below 1 or a plane has another length
   */
  public static ComplexField of(int nx, int ny, double[] re, double[] im) {
    if (nx < 1 || ny < 1 || (long) nx * ny != re.length || re.length != im.length) {
      throw new IllegalArgumentException(
          "planes of %d and %d values; expected %d times %d of each"
              .formatted(re.length, im.length, nx, ny));
    }
    ComplexField field = new ComplexField(nx, ny, re.clone(), im.clone());
    for (int i = 0; i < re.length; i++) {
      field.count(i, re[i], im[i], 1);
    }
    return field;
  }

  /** Returns the codec of fields; {@code FieldView} reads them in place. */
  public static Codec<ComplexField> codec() {
    return FieldCodec.INSTANCE;
  }

  /** Returns the number of points along x. */
  public int nx() {
    return nx;
  }

  /** Returns the number of points along y. */
  public int ny() {
    return ny;
  }

  /** Returns the real part at a place, {@code x * ny + y}. */
  public double re(int i) {
    return re[i];
  }

  /** Returns the imaginary part at a place, {@code x * ny + y}. */
  public double im(int i) {
    return im[i];
  }

  /**
   * Sets a point, and brings the digest up to date.
   *
   * @param i place, {@code x * ny + y}
   * @throws IndexOutOfBoundsException if the field has no such place; it is as it was then
   */
  public void set(int i, double real, double imaginary) {
    Objects.checkIndex(i, re.length);
    count(i, re[i], im[i], -1);
    re[i] = real;
    im[i] = imaginary;
    count(i, real, imaginary, 1);
  }

  /** Returns the real plane, as a copy. */
  public double[] re() {
    return re.clone();
  }

  /** Returns the imaginary plane, as a copy. */
  public double[] im() {
    return im.clone();
  }

  /** Returns the lower half of the digest. */
  public long digestLow() {
    return digestLow;
  }

  /** Returns the upper half of the digest. */
  public long digestHigh() {
    return digestHigh;
  }

  private void count(int i, double real, double imaginary, int sign) {
    long realBits = Double.doubleToLongBits(real);
    long imaginaryBits = Double.doubleToLongBits(imaginary);
    long place = 2L * i + 1;
    digestLow +=
        sign * (Digest.mix(place * LOW, realBits) + Digest.mix((place + 1) * LOW, imaginaryBits));
    digestHigh +=
        sign * (Digest.mix(place * HIGH, realBits) + Digest.mix((place + 1) * HIGH, imaginaryBits));
  }

  /** A codec of the layout in {@link FieldLayout}. */
  private static final class FieldCodec implements Codec<ComplexField> {
    static final FieldCodec INSTANCE = new FieldCodec();

    @Override
    public String identity() {
      return "complex-field/1";
    }

    @Override
    public long sizeBytes(ComplexField field) {
      return FieldLayout.PLANES + 2L * field.re.length * Double.BYTES;
    }

    @Override
    public void encode(ComplexField field, MemorySegment target) {
      target.set(PlainCodecs.LONG, FieldLayout.NX, field.nx);
      target.set(PlainCodecs.LONG, FieldLayout.NY, field.ny);
      target.set(PlainCodecs.LONG, FieldLayout.DIGEST, field.digestLow);
      target.set(PlainCodecs.LONG, FieldLayout.DIGEST + Long.BYTES, field.digestHigh);
      int points = field.re.length;
      long plane = (long) points * Double.BYTES;
      MemorySegment.copy(field.re, 0, target, PlainCodecs.DOUBLE, FieldLayout.PLANES, points);
      MemorySegment.copy(
          field.im, 0, target, PlainCodecs.DOUBLE, FieldLayout.PLANES + plane, points);
    }

    @Override
    public ComplexField decode(MemorySegment source) {
      int nx = (int) source.get(PlainCodecs.LONG, FieldLayout.NX);
      int ny = (int) source.get(PlainCodecs.LONG, FieldLayout.NY);
      int points = Math.multiplyExact(nx, ny);
      long plane = (long) points * Double.BYTES;
      ComplexField field = new ComplexField(nx, ny, new double[points], new double[points]);
      MemorySegment.copy(source, PlainCodecs.DOUBLE, FieldLayout.PLANES, field.re, 0, points);
      MemorySegment.copy(
          source, PlainCodecs.DOUBLE, FieldLayout.PLANES + plane, field.im, 0, points);
      field.digestLow = source.get(PlainCodecs.LONG, FieldLayout.DIGEST);
      field.digestHigh = source.get(PlainCodecs.LONG, FieldLayout.DIGEST + Long.BYTES);
      return field;
    }
  }
}
