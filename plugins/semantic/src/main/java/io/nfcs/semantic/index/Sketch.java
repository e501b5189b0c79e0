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
  private final short[] quantised = new short[SketchKernels.ROWS];
  private volatile MemorySegment[] chunks = {};

  /** Norm of the largest rounding of any vector. */
  private volatile double largestError;

  Sketch(SketchBasis basis) {
    this.basis = basis;
  }

  /** Sketches the vector of a row. */
  void put(int row, float[] vector, double norm) {
    int chunk = row / VectorRows.CHUNK_ROWS;
    while (chunks.length <= chunk) {
      MemorySegment[] more = Arrays.copyOf(chunks, chunks.length + 1);
      more[chunks.length] =
          Arena.ofAuto().allocate((long) CHUNK_GROUPS * SketchKernels.GROUP_BYTES, 64);
      chunks = more;
    }
    double error = quantise(vector, norm, SCALE, coordinates, quantised);
    // before the lanes that need it are found
    largestError = Math.max(largestError, error);
    MemorySegment sketch = chunks[chunk];
    int group = row % VectorRows.CHUNK_ROWS / SketchKernels.LANES;
    long lane = (long) group * SketchKernels.GROUP_BYTES + row % SketchKernels.LANES;
    for (int i = 0; i < quantised.length; i++) {
      sketch.set(ValueLayout.JAVA_BYTE, lane + (long) i * SketchKernels.LANES, (byte) quantised[i]);
    }
  }

  /** Turns a query into rows for {@link #scan}, and answers how far a bound may be too low. */
  double prepare(float[] query, double norm, float[] projected, short[] rows) {
    double error = quantise(query, norm, QUERY_SCALE, projected, rows);
    return largestError + (1 + largestError) * error + ROUNDING;
  }

  /** Fills the rows of a vector as {@link SketchKernels} has them; answers the rounding's norm. */
  private double quantise(
      float[] vector, double norm, float scale, float[] projected, short[] rows) {
    kernels.project(basis.rows(), vector, projected);
    double errors = 0;
    for (int i = 0; i < projected.length; i++) {
      int rounded = Math.round(scale * projected[i]);
      double error = rounded / (double) scale - projected[i];
      errors += error * error;
      rows[i < SketchKernels.HALF ? i : i + 1] = (short) rounded;
    }
    rows[SketchKernels.FIRST_REST] = up(scale * rest(norm, projected, SketchKernels.HALF));
    rows[SketchKernels.SECOND_REST] = up(scale * rest(norm, projected, projected.length));
    return Math.sqrt(errors);
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

  private static double rest(double norm, float[] coordinates, int known) {
    double squares = norm * norm;
    for (int i = 0; i < known; i++) {
      squares -= (double) coordinates[i] * coordinates[i];
    }
    return Math.sqrt(Math.max(0, squares));
  }

  private static short up(double value) {
    return (short) Math.ceil(value + 1e-3);
  }
}
