package io.nfcs.semantic.index.simd;

import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;

/**
 * The arithmetic of a sketch scan, done by vectors or by the scalar twin; survivors are the same.
 *
 * <p>A group is {@value #LANES} vectors. It has {@value #ROWS} rows of a byte for each of them:
 *
 * <pre>
 *   0 .. 31   coordinates 0 to 31, in 120ths, rounded
 *   32        norm of what is not in coordinates 0 to 31, in 120ths, rounded up
 *   33 .. 64  coordinates 32 to 63
 *   65        norm of what is not in coordinates 0 to 63, rounded up
 * </pre>
 *
 * <p>The query has the same in 250ths, as shorts. A sum of products over rows 0 to 31 and row 32 is
 * 30 000 times a bound of the cosine, and one over rows 0 to 31, 33 to 64 and 65 a closer one. No
 * sum of unit vectors exceeds a short: by Cauchy and Schwarz it is at most (120 + 4.2) (250 + 4.2).
 *
 * <p><b>Threads.</b> Stateless. <b>Allocates.</b> Nothing after warm-up.
 */
public abstract sealed class SketchKernels permits ScalarSketch, VectorSketch {
  /** Vectors of a group. */
  public static final int LANES = 128;

  /** Coordinates of the first stage, and as many again of the second. */
  public static final int HALF = 32;

  /** Coordinates. */
  public static final int COORDINATES = 2 * HALF;

  /** Rows of a group. */
  public static final int ROWS = COORDINATES + 2;

  /** Bytes of a group. */
  public static final int GROUP_BYTES = ROWS * LANES;

  /** Row of the first stage's norm of the rest. */
  public static final int FIRST_REST = HALF;

  /** Row of the second stage's norm of the rest. */
  public static final int SECOND_REST = ROWS - 1;

  private static final class Best {
    static final SketchKernels KERNELS = choose();

    private static SketchKernels choose() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        return new VectorSketch();
      }
      System.getLogger(SketchKernels.class.getName())
          .log(
              Level.WARNING,
              "the semantic index runs on its scalar kernels, ten times slower: the JVM was"
                  + " started without --add-modules jdk.incubator.vector");
      return new ScalarSketch();
    }
  }

  SketchKernels() {}

  /** The fastest kernels this JVM can run. */
  public static SketchKernels best() {
    return Best.KERNELS;
  }

  /** The scalar twin. */
  public static SketchKernels scalar() {
    return new ScalarSketch();
  }

  /**
   * Finds the lanes whose bound is at least a limit.
   *
   * @param sketch groups, one behind the other
   * @param groups how many
   * @param query {@link #ROWS} rows
   * @param limit least sum, first and second stage
   * @param survivors takes the numbers of the lanes, {@code group * LANES + lane}; has room for all
   * @return how many there are
   */
  public abstract int scan(
      MemorySegment sketch, int groups, short[] query, int limit, int[] survivors);

  /**
   * The coordinates of a vector.
   *
   * @param basis {@link #COORDINATES} rows of {@code vector.length} components
   * @param coordinates of length {@link #COORDINATES}
   */
  public abstract void project(float[] basis, float[] vector, float[] coordinates);
}
