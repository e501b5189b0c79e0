package io.nfcs.codec;

/**
 * Layout of the bytes of a {@link ComplexField}.
 *
 * <pre>
 *   0  long    nx
 *   8  long    ny
 *  16  long    digest, lower half
 *  24  long    digest, upper half
 *  32          0
 *  64  double  real plane, row-major, then the imaginary plane
 * </pre>
 *
 * <p>Little-endian.
 */
public final class FieldLayout {
  /** Points along x. */
  public static final long NX = 0;

  /** Points along y. */
  public static final long NY = 8;

  /** The digest, lower half first. */
  public static final long DIGEST = 16;

  /** The real plane; the imaginary one follows. */
  public static final long PLANES = 64;

  private FieldLayout() {}
}
