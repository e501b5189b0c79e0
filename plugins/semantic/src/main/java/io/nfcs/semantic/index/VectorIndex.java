package io.nfcs.semantic.index;

import io.nfcs.semantic.index.simd.SketchKernels;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An index of unit vectors with exact search: a scan of sketches leaves the few whose cosine may be
 * large enough, and those are compared in double precision.
 *
 * <p>The directions of the sketches are first random, and then those in which the vectors vary most
 * (principal components), found again whenever the vectors have doubled.
 *
 * <p><b>Threads.</b> Any; a {@link Search} is one thread's. Changes exclude each other by a lock.
 * Searches take no lock and see what was added before they began: a vector and its sketch are
 * written before its item is released into the table, and a new sketch replaces the old one by a
 * volatile write, when it has all rows. What is added or removed during a search it may find or
 * not. <b>Owns</b> native memory of {@link #bytes}, which the garbage collector frees.
 *
 * @param <T> item of a vector
 */
public final class VectorIndex<T> {
  /** Bytes of a vector's sketch and of its place in tables. */
  public static final int OVERHEAD_BYTES = SketchKernels.ROWS + 16;

  /** Row argument of vectors that may be in any row. */
  public static final int ANY_ROW = -1;

  private static final int FIRST_BASIS_ROWS = 512;
  private static final int BASIS_SAMPLE = 2000;
  private static final int ROWS_AT_A_TIME = 256;

  /** Largest difference of a norm from 1: many times the error of single precision. */
  private static final double UNIT = 1e-5;

  private final VectorRows<T> rows;
  private final Executor background;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Sketch sketch;

  /** Sketch that replaces the current one when it has all rows. */
  private @Nullable Sketch next;

  private boolean isFindingBasis;

  private int nextBasisRows = FIRST_BASIS_ROWS;

  /**
   * Creates an empty index.
   *
   * @param dimension components of a vector
   * @param background executor of the search for directions
   */
  public VectorIndex(int dimension, Executor background) {
    this.background = background;
    rows = new VectorRows<>(dimension);
    sketch = new Sketch(SketchBasis.random(dimension));
  }

  /**
   * Adds a vector; searches that begin later find it.
   *
   * @param vector of norm 1, copied
   * @return its row, for {@link #remove}
   * @throws IllegalArgumentException if the vector has another norm or number of components
   */
  public int add(float[] vector, T item) {
    return add(ANY_ROW, vector, item);
  }

  /**
   * Adds a vector.
   *
   * @param row row of the vector, {@link #ANY_ROW} for any; must be free
   * @param vector of norm 1
   * @return its row
   */
  public int add(int row, float[] vector, T item) {
    double norm = checkedNorm(vector);
    lock.lock();
    try {
      int at = row == ANY_ROW ? rows.free() : row;
      rows.write(at, vector, norm);
      sketch.put(at, vector, norm);
      if (next != null) {
        next.put(at, vector, norm);
      }
      rows.publish(at, item);
      if (rows.used() >= nextBasisRows && !isFindingBasis) {
        nextBasisRows = 2 * rows.used();
        isFindingBasis = true;
        background.execute(this::findBasis);
      }
      return at;
    } finally {
      lock.unlock();
    }
  }

  /** Removes the vector of a row, which may be used again at once. The row must be in use. */
  public void remove(int row) {
    lock.lock();
    try {
      rows.remove(row);
    } finally {
      lock.unlock();
    }
  }

  /** Copies the vector of a row that no thread removes meanwhile. */
  public void read(int row, float[] vector) {
    rows.read(row, vector);
  }

  /** Returns a search for one thread. */
  public Search<T> search() {
    return new Search<>(this);
  }

  /** Returns the bytes of native memory. */
  public long bytes() {
    return rows.bytes() + sketch.bytes();
  }

  VectorRows<T> rows() {
    return rows;
  }

  Sketch sketch() {
    return sketch;
  }

  /**
   * Returns the norm of a vector; refuses vectors for which the arithmetic of the sketches is not
   * made.
   */
  double checkedNorm(float[] vector) {
    double norm = VectorRows.norm(vector);
    if (vector.length != rows.dimension() || !(Math.abs(norm - 1) <= UNIT)) {
      throw new IllegalArgumentException(
          "vector of "
              + vector.length
              + " components and norm "
              + norm
              + ", allowed "
              + rows.dimension()
              + " components of norm 1");
    }
    return norm;
  }

  private void findBasis() {
    Sketch fresh = new Sketch(SketchBasis.principal(sample()));
    float[] vector = new float[rows.dimension()];
    lock.lock();
    try {
      next = fresh;
    } finally {
      lock.unlock();
    }
    int row = 0;
    boolean isDone = false;
    while (!isDone) {
      lock.lock();
      try {
        int end = Math.min(rows.used(), row + ROWS_AT_A_TIME);
        for (; row < end; row++) {
          rows.read(row, vector);
          fresh.put(row, vector, rows.norm(row));
        }
        isDone = row == rows.used();
        if (isDone) {
          sketch = fresh;
          next = null;
          isFindingBasis = false;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private float[][] sample() {
    lock.lock();
    try {
      int used = rows.used();
      int size = Math.min(used, BASIS_SAMPLE);
      float[][] sample = new float[size][rows.dimension()];
      for (int i = 0; i < size; i++) {
        rows.read((int) ((long) i * used / size), Objects.requireNonNull(sample[i]));
      }
      return sample;
    } finally {
      lock.unlock();
    }
  }
}
