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
 * <p><b>Threads.</b> One writes, any scan. A lane that is written while it is scanned may be found
 * or not.
 */
final class Sketch {
  /** Groups of a piece of memory. */
  private static final int CHUNK_GROUPS = VectorRows.CHUNK_ROWS / SketchKernels.LANES;

  private static final float SCALE = 120;
  private static final float QUERY_SCALE = 250;

  /** What single precision may have lost in the projections, and norms that are not quite 1. */
  private static final double ROUNDING = 5e-5;

  private final SketchKernels kernels = SketchKernels.best();
  private final SketchBasis basis;
  private final float[] coordinates = new float[SketchKernels.COORDINATES];
  private volatile MemorySegment[] chunks = {};

  /** Norm of the largest rounding of any vector. */
  private volatile double largestError;

  Sketch(SketchBasis basis) {
    this.basis = basis;
  }

  /** Sketches the vector of a row. */
  void put(int row, float[] vector) {
    int chunk = row / VectorRows.CHUNK_ROWS;
    while (chunks.length <= chunk) {
      MemorySegment[] more = Arrays.copyOf(chunks, chunks.length + 1);
      more[chunks.length] =
          Arena.ofAuto().allocate((long) CHUNK_GROUPS * SketchKernels.GROUP_BYTES, 64);
      chunks = more;
    }
    kernels.project(basis.rows(), vector, coordinates);
    MemorySegment sketch = chunks[chunk];
    int group = row % VectorRows.CHUNK_ROWS / SketchKernels.LANES;
    long lane = (long) group * SketchKernels.GROUP_BYTES + row % SketchKernels.LANES;
    double errors = 0;
    for (int i = 0; i < coordinates.length; i++) {
      int rounded = Math.round(SCALE * coordinates[i]);
      double error = rounded / (double) SCALE - coordinates[i];
      errors += error * error;
      set(sketch, lane, i < SketchKernels.HALF ? i : i + 1, rounded);
    }
    // before the lanes that need it are found
    largestError = Math.max(largestError, Math.sqrt(errors));
    double norm = VectorRows.norm(vector);
    set(sketch, lane, SketchKernels.FIRST_REST, up(SCALE * rest(norm, SketchKernels.HALF)));
    set(sketch, lane, SketchKernels.SECOND_REST, up(SCALE * rest(norm, coordinates.length)));
  }

  /** Turns a query into rows for {@link #scan}, and answers how far a bound may be too low. */
  double prepare(float[] query, float[] projected, short[] rows) {
    kernels.project(basis.rows(), query, projected);
    double errors = 0;
    for (int i = 0; i < projected.length; i++) {
      int rounded = Math.round(QUERY_SCALE * projected[i]);
      double error = rounded / (double) QUERY_SCALE - projected[i];
      errors += error * error;
      rows[i < SketchKernels.HALF ? i : i + 1] = (short) rounded;
    }
    double norm = VectorRows.norm(query);
    rows[SketchKernels.FIRST_REST] =
        (short) up(QUERY_SCALE * rest(norm, projected, SketchKernels.HALF));
    rows[SketchKernels.SECOND_REST] =
        (short) up(QUERY_SCALE * rest(norm, projected, projected.length));
    return largestError + (1 + largestError) * Math.sqrt(errors) + ROUNDING;
  }

  /** The least sum whose cosine may be so large, if bounds may be too low by so much. */
  static int limit(double cosine, double tooLow) {
    return (int) Math.clamp(Math.floor((cosine - tooLow) * SCALE * QUERY_SCALE), -32_768, 32_767);
  }

  /**
   * Finds the rows of a chunk whose cosine may be large enough; as {@link SketchKernels#scan}.
   *
   * @param first row of the chunk
   * @param groups how many to scan, all if there are fewer
   */
  int scan(int first, int groups, short[] query, int limit, int[] survivors) {
    MemorySegment[] known = chunks;
    int chunk = first / VectorRows.CHUNK_ROWS;
    return chunk < known.length
        ? kernels.scan(known[chunk], Math.min(groups, CHUNK_GROUPS), query, limit, survivors)
        : 0;
  }

  /** Bytes of native memory. */
  long bytes() {
    return (long) chunks.length * CHUNK_GROUPS * SketchKernels.GROUP_BYTES;
  }

  private double rest(double norm, int known) {
    return rest(norm, coordinates, known);
  }

  private static double rest(double norm, float[] coordinates, int known) {
    double squares = norm * norm;
    for (int i = 0; i < known; i++) {
      squares -= (double) coordinates[i] * coordinates[i];
    }
    return Math.sqrt(Math.max(0, squares));
  }

  private static int up(double value) {
    return (int) Math.ceil(value + 1e-3);
  }

  private static void set(MemorySegment sketch, long lane, int row, int value) {
    sketch.set(ValueLayout.JAVA_BYTE, lane + (long) row * SketchKernels.LANES, (byte) value);
  }
}
