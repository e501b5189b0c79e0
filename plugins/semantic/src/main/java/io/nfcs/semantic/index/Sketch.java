package io.nfcs.semantic.index;

import io.nfcs.semantic.index.simd.SketchKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A byte for each of {@value SketchKernels#COORDINATES} coordinates of each vector: a bound of the
 * cosine, from an eighth of the memory and less.
 *
 * <p>With the coordinates x and y of two unit vectors in an orthonormal basis and the norms r and s
 * of what is not in them, the cosine is at most x y + r s (Cauchy and Schwarz). Norms are rounded
 * up, and the largest norm of a rounding of coordinates is added, so a scan never misses a vector.
 *
 * <p><b>Threads.</b> One writes, any scan. A lane that is written while it is scanned may be found
 * or not. The largest rounding is volatile and grows before the bytes that need it are found.
 */
final class Sketch {
  /** Vectors of a piece of memory. */
  private static final int PIECE_ROWS = SketchKernels.GROUPS * SketchKernels.LANES;

  private static final float SCALE = 120;
  private static final float QUERY_SCALE = 250;

  /**
   * Bound of the error of single precision in the projections, and of norms that are not exactly 1.
   */
  private static final double ROUNDING = 5e-5;

  private final SketchKernels kernels = SketchKernels.best();
  private final SketchBasis basis;
  private final float[] coordinates = new float[SketchKernels.COORDINATES];
  private final short[] quantised = new short[SketchKernels.ROWS];
  private volatile MemorySegment[] pieces = {};

  /** Norm of the largest rounding of any vector. */
  private volatile double largestError;

  Sketch(SketchBasis basis) {
    this.basis = basis;
  }

  /** Sketches the vector of a row. */
  void put(int row, float[] vector, double norm) {
    int piece = row / PIECE_ROWS;
    while (pieces.length <= piece) {
      MemorySegment[] more = Arrays.copyOf(pieces, pieces.length + 1);
      more[pieces.length] = Arena.ofAuto().allocate(SketchKernels.SKETCH_BYTES, 64);
      pieces = more;
    }
    double error = quantise(vector, norm, SCALE, coordinates, quantised);
    // before the lanes that need it are found
    largestError = Math.max(largestError, error);
    int group = row % PIECE_ROWS / SketchKernels.LANES;
    int lane = row % SketchKernels.LANES;
    for (int i = 0; i < quantised.length; i++) {
      pieces[piece].set(
          ValueLayout.JAVA_BYTE, SketchKernels.offset(group, i) + lane, (byte) quantised[i]);
    }
  }

  /** Turns a query into rows for {@link #scan}, and returns the largest error of a bound. */
  double prepare(float[] query, double norm, float[] projected, short[] rows) {
    double error = quantise(query, norm, QUERY_SCALE, projected, rows);
    return largestError + (1 + largestError) * error + ROUNDING;
  }

  /**
   * Fills the rows of a vector in the form of {@link SketchKernels}; returns the norm of the
   * rounding.
   */
  private double quantise(
      float[] vector, double norm, float scale, float[] projected, short[] rows) {
    kernels.project(basis.rows(), vector, projected);
    double errors = 0;
    double rest = norm * norm;
    int row = 0;
    for (int i = 0; i < projected.length; i++) {
      int rounded = Math.round(scale * projected[i]);
      double error = rounded / (double) scale - projected[i];
      errors += error * error;
      if (row == SketchKernels.FIRST_REST || row == SketchKernels.SECOND_REST) {
        rows[row++] = up(scale * Math.sqrt(Math.max(0, rest)));
      }
      rows[row++] = (short) rounded;
      rest -= (double) projected[i] * projected[i];
    }
    rows[row] = up(scale * Math.sqrt(Math.max(0, rest)));
    return Math.sqrt(errors);
  }

  /** Returns the least sum that a cosine can have, if bounds may be too low by a tolerance. */
  static int limit(double cosine, double tooLow) {
    return (int) Math.clamp(Math.floor((cosine - tooLow) * SCALE * QUERY_SCALE), -32_768, 32_767);
  }

  /**
   * Finds the rows whose cosine may be large enough; as {@link SketchKernels#scan}.
   *
   * @param first row, that of a chunk of {@link VectorRows}
   * @param groups number of groups to scan, at most those of the chunk
   */
  int scan(int first, int groups, short[] query, int limit, int[] survivors) {
    MemorySegment[] known = pieces;
    int piece = first / PIECE_ROWS;
    int group = first % PIECE_ROWS / SketchKernels.LANES;
    return piece < known.length
        ? kernels.scan(known[piece], group, groups, query, limit, survivors)
        : 0;
  }

  /** Returns the bytes of native memory. */
  long bytes() {
    return pieces.length * SketchKernels.SKETCH_BYTES;
  }

  private static short up(double value) {
    return (short) Math.ceil(value + 1e-3);
  }
}
