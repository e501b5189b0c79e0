package io.nfcs.semantic.index;

import io.nfcs.semantic.index.simd.SketchKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in rows of native memory, each with its item.
 *
 * <p>A freed row is written again while others may read it. A reader takes the item of a row first
 * and compares it afterwards: if it is still the same object, the components belong to it. The
 * writer's side is ordered by the lock of the index, which it releases after a removal and takes
 * before the next write; so components never precede the removal of the item before them. An item
 * must not be added twice, or its second vector could be taken for its first.
 *
 * <p>Row r is in chunk r / {@value #CHUNK_ROWS}, at {@code 4 * dimension * (r % 1024)} of its
 * native memory: floats in the order of the machine.
 *
 * <p><b>Threads.</b> One writes, any read. <b>Owns</b> its memory, which the collector frees when
 * it is no longer read. <b>Allocates</b> a chunk when all rows are taken.
 *
 * @param <T> item of a vector
 */
final class VectorRows<T> {
  /** Rows of a piece of memory. */
  static final int CHUNK_ROWS = 1024;

  private final SketchKernels kernels = SketchKernels.best();
  private final int dimension;
  private final double tolerance;
  private final long rowBytes;
  private final BitSet free = new BitSet();

  /** First row that may be free. */
  private int firstFree;

  private volatile Chunk<T>[] chunks = none();
  private volatile int used;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk<T>(
      MemorySegment components, double[] norms, AtomicReferenceArray<@Nullable T> items) {}

  VectorRows(int dimension) {
    this.dimension = dimension;
    rowBytes = (long) dimension * Float.BYTES;
    // twice the error of the kernel
    tolerance = 2e-7 * Math.max(1000, dimension);
  }

  int dimension() {
    return dimension;
  }

  /** Returns how many rows were ever used: none beyond has an item. */
  int used() {
    return used;
  }

  /** Returns the bytes of native memory. */
  long bytes() {
    return (long) chunks.length * CHUNK_ROWS * rowBytes;
  }

  /** Returns a row that is free. */
  int free() {
    firstFree = free.nextSetBit(firstFree);
    if (firstFree < 0) {
      firstFree = used;
    }
    return firstFree;
  }

  /** Writes a vector to a free row; it is not found before {@link #publish}. */
  void write(int row, float[] vector, double norm) {
    while (row >= chunks.length * CHUNK_ROWS) {
      addChunk();
    }
    if (row < used) {
      if (!free.get(row)) {
        throw new IllegalArgumentException("row " + row + " is not free");
      }
      free.clear(row);
    } else {
      free.set(used, row);
    }
    Chunk<T> chunk = chunk(row);
    MemorySegment.copy(
        vector, 0, chunk.components(), ValueLayout.JAVA_FLOAT, offset(row), dimension);
    chunk.norms()[row % CHUNK_ROWS] = norm;
    used = Math.max(used, row + 1);
  }

  void publish(int row, T item) {
    chunk(row).items().setRelease(row % CHUNK_ROWS, item);
  }

  void remove(int row) {
    chunk(row).items().setRelease(row % CHUNK_ROWS, null);
    free.set(row);
    firstFree = Math.min(firstFree, row);
  }

  /** Returns the item of a row, {@code null} if the row is free. */
  @Nullable T item(int row) {
    return chunk(row).items().getAcquire(row % CHUNK_ROWS);
  }

  /**
   * Returns whether a row still has the same item, so that the components read since are those of
   * its vector.
   */
  @SuppressWarnings("ReferenceEquality") // an equal one may have another vector
  boolean isStill(int row, T item) {
    VarHandle.acquireFence();
    return item(row) == item;
  }

  double norm(int row) {
    return chunk(row).norms()[row % CHUNK_ROWS];
  }

  void read(int row, float[] vector) {
    MemorySegment.copy(
        chunk(row).components(), ValueLayout.JAVA_FLOAT, offset(row), vector, 0, dimension);
  }

  /**
   * Returns whether the cosine of a row and a query can reach a value, by a quick check: most
   * cannot.
   */
  boolean mayReach(double cosine, int row, float[] query, double queryNorm) {
    float product = kernels.dot(chunk(row).components(), offset(row), query);
    return product >= cosine * norm(row) * queryNorm - tolerance;
  }

  /**
   * Returns the cosine of a row and a query, in double precision; component k goes to partial sum k
   * mod 4, so that every machine has the same.
   *
   * @param queryNorm norm of the query
   */
  double cosine(int row, float[] query, double queryNorm) {
    MemorySegment components = chunk(row).components();
    long at = offset(row);
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < query.length; k += 4, at += 4 * Float.BYTES) {
      a += (double) components.get(ValueLayout.JAVA_FLOAT, at) * query[k];
      b += (double) components.get(ValueLayout.JAVA_FLOAT, at + 4) * query[k + 1];
      c += (double) components.get(ValueLayout.JAVA_FLOAT, at + 8) * query[k + 2];
      d += (double) components.get(ValueLayout.JAVA_FLOAT, at + 12) * query[k + 3];
    }
    for (; k < query.length; k++, at += Float.BYTES) {
      a += (double) components.get(ValueLayout.JAVA_FLOAT, at) * query[k];
    }
    double cosine = (a + b + (c + d)) / (norm(row) * queryNorm);
    return Math.clamp(cosine, -1, 1);
  }

  /** Returns the Euclidean norm. */
  static double norm(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  private void addChunk() {
    Chunk<T>[] more = Arrays.copyOf(chunks, chunks.length + 1);
    more[chunks.length] =
        new Chunk<>(
            Arena.ofAuto().allocate(CHUNK_ROWS * rowBytes, 64),
            new double[CHUNK_ROWS],
            new AtomicReferenceArray<>(CHUNK_ROWS));
    chunks = more;
  }

  private Chunk<T> chunk(int row) {
    return chunks[row / CHUNK_ROWS];
  }

  private long offset(int row) {
    return row % CHUNK_ROWS * rowBytes;
  }

  @SuppressWarnings("unchecked")
  private static <T> Chunk<T>[] none() {
    return (Chunk<T>[]) new Chunk<?>[0];
  }
}
