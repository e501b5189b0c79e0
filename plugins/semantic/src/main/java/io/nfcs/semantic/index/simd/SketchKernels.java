package io.nfcs.semantic.index.simd;

import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;

/**
 * The arithmetic of a sketch scan, done by vectors or by the scalar twin; survivors are the same.
 *
 * <p>A sketch is of {@value #GROUPS} groups of {@value #LANES} vectors. It has {@value #ROWS} rows
 * of a byte for each vector:
 *
 * <pre>
 *   0 .. 15   coordinates 0 to 15, in 120ths, rounded
 *   16        norm of what is not in coordinates 0 to 15, in 120ths, rounded up
 *   17 .. 32  coordinates 16 to 31
 *   33        norm of what is not in coordinates 0 to 31, rounded up
 *   34 .. 65  coordinates 32 to 63
 *   66        norm of what is not in coordinates 0 to 63, rounded up
 * </pre>
 *
 * <p>In memory, rows 0 to 16 of all groups come before rows 17 to 33 of all, and those before the
 * rest, since most scans read no more of most groups; in each of these stages, group by group.
 *
 * <p>The query has the same in 250ths, as shorts. A sum of products over the coordinates up to a
 * norm, and over that norm, is 30 000 times a bound of the cosine, and each is closer than the one
 * before. No sum of unit vectors exceeds a short: by Cauchy and Schwarz it is at most (120 + 4.2)
 * (250 + 4.2).
 *
 * <p><b>Threads.</b> Stateless. <b>Allocates.</b> Nothing after warm-up.
 */
public abstract sealed class SketchKernels permits ScalarSketch, VectorSketch {
  /** Vectors of a group. */
  public static final int LANES = 128;

  /** Coordinates. */
  public static final int COORDINATES = 64;

  /** Row of the first stage's norm of the rest, and its coordinates. */
  public static final int FIRST_REST = 16;

  /** Row of the second stage's norm of the rest, after 32 coordinates. */
  public static final int SECOND_REST = 33;

  /** Row of the third stage's norm of the rest, after all coordinates. */
  public static final int THIRD_REST = 66;

  /** Rows of a group. */
  public static final int ROWS = THIRD_REST + 1;

  /** Groups of a sketch. */
  public static final int GROUPS = 128;

  /** Bytes of a sketch. */
  public static final long SKETCH_BYTES = (long) GROUPS * ROWS * LANES;

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

  /** Returns the fastest kernels this JVM can run. */
  public static SketchKernels best() {
    return Best.KERNELS;
  }

  /** Returns the scalar twin. */
  public static SketchKernels scalar() {
    return new ScalarSketch();
  }

  /**
   * Finds the lanes whose bound is at least a limit.
   *
   * @param sketch of {@link #SKETCH_BYTES}
   * @param first group
   * @param groups number of groups
   * @param query {@link #ROWS} rows
   * @param limit least sum at every stage
   * @param survivors takes the numbers of the lanes, counted from the first group's first; has room
   *     for all
   * @return number of survivors
   */
  public abstract int scan(
      MemorySegment sketch, int first, int groups, short[] query, int limit, int[] survivors);

  /**
   * Returns the scalar product in single precision, with an error of no more than 1e-4 for unit
   * vectors of up to 1000 components, and of no more than 1e-7 times their number for longer ones.
   *
   * @param vectors components
   * @param offset in bytes, of the first
   */
  public abstract float dot(MemorySegment vectors, long offset, float[] other);

  /** Returns the offset of a row of a group. */
  public static long offset(int group, int row) {
    if (row <= FIRST_REST) {
      return offset(0, group, FIRST_REST + 1, row);
    }
    return row <= SECOND_REST
        ? offset(FIRST_REST + 1, group, SECOND_REST - FIRST_REST, row)
        : offset(SECOND_REST + 1, group, THIRD_REST - SECOND_REST, row);
  }

  private static long offset(int before, int group, int rows, int row) {
    return ((long) GROUPS * before + (long) group * rows + (row - before)) * LANES;
  }

  /**
   * Computes the coordinates of a vector.
   *
   * @param basis {@link #COORDINATES} rows of {@code vector.length} components
   * @param coordinates of length {@link #COORDINATES}
   */
  public abstract void project(float[] basis, float[] vector, float[] coordinates);
}
