package io.nfcs.cache;

import io.nfcs.codec.ComplexField;
import io.nfcs.codec.FieldLayout;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A view of a {@link ComplexField} in place, by a lease that holds one.
 *
 * <p>Layout: {@link FieldLayout}. <b>Threads.</b> The lease's. <b>Allocates</b> nothing.
 * <b>Fails</b> with {@link IllegalStateException} while the lease holds nothing.
 */
public final class FieldView {
  private final Lease lease;

  /** Creates a view of the field that the lease holds at each call. */
  public FieldView(Lease lease) {
    this.lease = lease;
  }

  /** Returns the number of points along x. */
  public int nx() {
    return (int) lease.longAt(FieldLayout.NX);
  }

  /** Returns the number of points along y. */
  public int ny() {
    return (int) lease.longAt(FieldLayout.NY);
  }

  /** Returns the lower half of the digest. */
  public long digestLow() {
    return lease.longAt(FieldLayout.DIGEST);
  }

  /** Returns the upper half of the digest. */
  public long digestHigh() {
    return lease.longAt(FieldLayout.DIGEST + Long.BYTES);
  }

  /**
   * Returns the real part at a place.
   *
   * @param i {@code x * ny + y} of the point
   * @throws IndexOutOfBoundsException if the field has no such place
   */
  public double re(int i) {
    return lease.doubleAt(
        FieldLayout.PLANES + Objects.checkIndex((long) i, points()) * Double.BYTES);
  }

  /**
   * Returns the imaginary part at a place, as {@link #re} counts places.
   *
   * @throws IndexOutOfBoundsException if the field has no such place
   */
  public double im(int i) {
    long points = points();
    return lease.doubleAt(
        FieldLayout.PLANES + (points + Objects.checkIndex((long) i, points)) * Double.BYTES);
  }

  /**
   * Copies the planes out.
   *
   * @param re target of nx ny values
   * @param im target of nx ny values
   * @throws IndexOutOfBoundsException if a target is shorter; {@code re} may be written then
   */
  public void store(double[] re, double[] im) {
    long plane = points() * Double.BYTES;
    lease.copyTo(FieldLayout.PLANES, MemorySegment.ofArray(re), 0, plane);
    lease.copyTo(FieldLayout.PLANES + plane, MemorySegment.ofArray(im), 0, plane);
  }

  private long points() {
    return lease.longAt(FieldLayout.NX) * lease.longAt(FieldLayout.NY);
  }
}
