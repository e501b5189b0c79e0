package io.nfcs.cache;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Reads a {@link ComplexField} where it stands, by a lease that holds one.
 *
 * <p>Layout, little-endian: nx, ny and the digest in 8, 8 and 16 bytes, 32 bytes of nothing, and
 * from byte 64 on the real and the imaginary plane, row-major.
 *
 * <p><b>Threads.</b> The lease's. <b>Allocates</b> nothing. <b>Fails</b> with {@link
 * IllegalStateException} while the lease holds nothing.
 */
public final class FieldView {
  static final long NX = 0;
  static final long NY = 8;
  static final long DIGEST = 16;
  static final long PLANES = 64;

  private final Lease lease;

  /** Reads whatever field the lease holds. */
  public FieldView(Lease lease) {
    this.lease = lease;
  }

  /** Points along x. */
  public int nx() {
    return (int) lease.longAt(NX);
  }

  /** Points along y. */
  public int ny() {
    return (int) lease.longAt(NY);
  }

  /** Lower half of the digest. */
  public long digestLow() {
    return lease.longAt(DIGEST);
  }

  /** Upper half of the digest. */
  public long digestHigh() {
    return lease.longAt(DIGEST + Long.BYTES);
  }

  /** Real part at a place. */
  public double re(int i) {
    return lease.doubleAt(PLANES + Objects.checkIndex((long) i, points()) * Double.BYTES);
  }

  /** Imaginary part at a place. */
  public double im(int i) {
    long points = points();
    return lease.doubleAt(PLANES + (points + Objects.checkIndex((long) i, points)) * Double.BYTES);
  }

  /**
   * Copies the planes out.
   *
   * @param re takes nx ny values
   * @param im takes nx ny values
   */
  public void store(double[] re, double[] im) {
    long plane = points() * Double.BYTES;
    lease.copyTo(PLANES, MemorySegment.ofArray(re), 0, plane);
    lease.copyTo(PLANES + plane, MemorySegment.ofArray(im), 0, plane);
  }

  private long points() {
    return lease.longAt(NX) * lease.longAt(NY);
  }
}
